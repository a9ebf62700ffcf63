import { anyOf, attributesOf, bigintOf, doubleOf, enumOf, objectOf, textOf } from './json-values.ts';
import { type JsonObject, listOf } from './json-values.ts';
import type { OtlpLog, OtlpOrigin, OtlpPoint, OtlpSpan, OtlpSpanEvent } from './otlp-record.ts';
import {
  type MetricHead,
  checkedSpan,
  finishLog,
  finite,
  hexId,
  milliseconds,
  noRecordedValue,
  originOf,
  severityOf,
  statusOf,
  temporalityOf,
} from './record-facts.ts';
import type { ValueBudget } from './value-budget.ts';

export function jsonOrigin(resource: unknown, scope: unknown, budget: ValueBudget): OtlpOrigin {
  const { attributes } = objectOf(resource, 'resource');
  const { name, version } = objectOf(scope, 'scope');
  return originOf(attributesOf(attributes, budget), {
    name: textOf(name, 'the name of a scope'),
    version: textOf(version, 'the version of a scope'),
  });
}

export function jsonLog(record: JsonObject, origin: OtlpOrigin, receivedMs: number, budget: ValueBudget): OtlpLog {
  const severity = record['severityNumber'];
  return finishLog(
    {
      timeNano: bigintOf(record['timeUnixNano'], 'timeUnixNano'),
      observedNano: bigintOf(record['observedTimeUnixNano'], 'observedTimeUnixNano'),
      severity:
        typeof severity === 'string' && !/^\d/.test(severity) ? severityOf(severity) : enumOf(severity, new Map()),
      severityText: textOf(record['severityText'], 'severityText'),
      eventName: textOf(record['eventName'], 'eventName'),
      body: anyOf(record['body'], budget),
      attributes: attributesOf(record['attributes'], budget),
      ...idsOf(record),
    },
    origin,
    receivedMs,
  );
}

const statusCodes = new Map([
  ['STATUS_CODE_OK', 1],
  ['STATUS_CODE_ERROR', 2],
]);

export function jsonSpan(record: JsonObject, origin: OtlpOrigin, budget: ValueBudget): OtlpSpan {
  const { code, message } = objectOf(record['status'], 'status');
  return checkedSpan({
    signal: 'span',
    origin,
    ...idsOf(record),
    parentSpanId: hexId(textOf(record['parentSpanId'], 'parentSpanId'), 8),
    name: budget.text(textOf(record['name'], 'the name of a span')),
    startMs: milliseconds(bigintOf(record['startTimeUnixNano'], 'startTimeUnixNano')),
    endMs: milliseconds(bigintOf(record['endTimeUnixNano'], 'endTimeUnixNano')),
    attributes: attributesOf(record['attributes'], budget),
    status: statusOf(enumOf(code, statusCodes)),
    statusMessage: budget.text(textOf(message, 'the message of a status')),
    events: eventsOf(record['events'], budget),
  });
}

function eventsOf(value: unknown, budget: ValueBudget): OtlpSpanEvent[] {
  const events: OtlpSpanEvent[] = [];
  for (const one of listOf(value, 'events')) {
    const { timeUnixNano, name, attributes } = objectOf(one, 'an event');
    if (!budget.take()) continue;
    events.push({
      timeMs: milliseconds(bigintOf(timeUnixNano, 'the time of an event')),
      name: budget.text(textOf(name, 'the name of an event')),
      attributes: attributesOf(attributes, budget),
    });
  }
  return events;
}

export function jsonPoint(
  record: JsonObject,
  origin: OtlpOrigin,
  head: MetricHead,
  receivedMs: number,
  budget: ValueBudget,
): OtlpPoint {
  const { asDouble, asInt, sum, count, flags, timeUnixNano } = record;
  const isCounted = head.kind === 'histogram' || head.kind === 'summary';
  const timeNano = bigintOf(timeUnixNano, 'timeUnixNano');
  const held = isCounted ? sum : (asDouble ?? asInt);
  const isEmpty = held === undefined || held === null || (Number(flags) & noRecordedValue) !== 0;
  return {
    signal: 'point',
    origin,
    ...head,
    timeMs: timeNano === 0n ? receivedMs : milliseconds(timeNano),
    value: isEmpty ? null : finite(doubleOf(held, 'the value of a point')),
    count: isCounted ? Number(bigintOf(count, 'count')) : 1,
    attributes: attributesOf(record['attributes'], budget),
  };
}

const temporalities = new Map([
  ['AGGREGATION_TEMPORALITY_DELTA', 1],
  ['AGGREGATION_TEMPORALITY_CUMULATIVE', 2],
]);

export function jsonTemporality(value: unknown): OtlpPoint['temporality'] {
  return temporalityOf(enumOf(value, temporalities));
}

function idsOf(record: JsonObject): { readonly traceId: string; readonly spanId: string } {
  return {
    traceId: hexId(textOf(record['traceId'], 'traceId'), 16),
    spanId: hexId(textOf(record['spanId'], 'spanId'), 8),
  };
}
