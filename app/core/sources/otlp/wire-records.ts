import type { AttributeValue, OtlpLog, OtlpOrigin, OtlpSpan, OtlpSpanEvent } from './otlp-record.ts';
import { checkedSpan, emptyLog, finishLog, hexId, milliseconds, statusOf } from './record-facts.ts';
import type { ValueBudget } from './value-budget.ts';
import { type WireReader, delimited, fixed64, readAny, readAttribute, varint } from './wire-values.ts';

/** Reads the attributes of a `Resource` that ends at `end`. */
export function wireResource(reader: WireReader, end: number, budget: ValueBudget): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === delimited(1)) readAttribute(reader, attributes, budget);
    else reader.skip(tag);
  }
  return attributes;
}

/** Reads an `InstrumentationScope` that ends at `end`. */
export function wireScope(reader: WireReader, end: number): { name: string; version: string } {
  const scope = { name: '', version: '' };
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === delimited(1)) scope.name = reader.text();
    else if (tag === delimited(2)) scope.version = reader.text();
    else reader.skip(tag);
  }
  return scope;
}

export function wireLog(
  reader: WireReader,
  end: number,
  origin: OtlpOrigin,
  receivedMs: number,
  budget: ValueBudget,
): OtlpLog {
  const raw = emptyLog();
  const attributes: Record<string, AttributeValue> = {};
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    switch (tag) {
      case fixed64(1):
        raw.timeNano = reader.nano();
        break;
      case fixed64(11):
        raw.observedNano = reader.nano();
        break;
      case varint(2):
        raw.severity = reader.wire.int32();
        break;
      case delimited(3):
        raw.severityText = reader.text();
        break;
      case delimited(5):
        raw.body = readAny(reader, budget);
        break;
      case delimited(6):
        readAttribute(reader, attributes, budget);
        break;
      case delimited(9):
        raw.traceId = hexId(reader.hex(), 16);
        break;
      case delimited(10):
        raw.spanId = hexId(reader.hex(), 8);
        break;
      case delimited(12):
        raw.eventName = reader.text();
        break;
      default:
        reader.skip(tag);
    }
  }
  return finishLog({ ...raw, attributes }, origin, receivedMs);
}

export function wireSpan(reader: WireReader, end: number, origin: OtlpOrigin, budget: ValueBudget): OtlpSpan {
  const attributes: Record<string, AttributeValue> = {};
  const events: OtlpSpanEvent[] = [];
  const ids = { traceId: '', spanId: '', parentSpanId: '' };
  let name = '';
  let startMs = 0;
  let endMs = 0;
  let status: Pick<OtlpSpan, 'status' | 'statusMessage'> = { status: 'unset', statusMessage: '' };
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    switch (tag) {
      case delimited(1):
        ids.traceId = hexId(reader.hex(), 16);
        break;
      case delimited(2):
        ids.spanId = hexId(reader.hex(), 8);
        break;
      case delimited(4):
        ids.parentSpanId = hexId(reader.hex(), 8);
        break;
      case delimited(5):
        name = budget.text(reader.text());
        break;
      case fixed64(7):
        startMs = milliseconds(reader.nano());
        break;
      case fixed64(8):
        endMs = milliseconds(reader.nano());
        break;
      case delimited(9):
        readAttribute(reader, attributes, budget);
        break;
      case delimited(11):
        readEvent(reader, events, budget);
        break;
      case delimited(15):
        status = readStatus(reader, budget);
        break;
      default:
        reader.skip(tag);
    }
  }
  return checkedSpan({ signal: 'span', origin, ...ids, name, startMs, endMs, attributes, ...status, events });
}

function readEvent(reader: WireReader, into: OtlpSpanEvent[], budget: ValueBudget): void {
  const end = reader.end();
  if (!budget.take()) {
    reader.wire.pos = end;
    return;
  }
  const attributes: Record<string, AttributeValue> = {};
  let timeMs = 0;
  let name = '';
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === fixed64(1)) timeMs = milliseconds(reader.nano());
    else if (tag === delimited(2)) name = budget.text(reader.text());
    else if (tag === delimited(3)) readAttribute(reader, attributes, budget);
    else reader.skip(tag);
  }
  into.push({ timeMs, name, attributes });
}

function readStatus(reader: WireReader, budget: ValueBudget): Pick<OtlpSpan, 'status' | 'statusMessage'> {
  const end = reader.end();
  let status: OtlpSpan['status'] = 'unset';
  let statusMessage = '';
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === delimited(2)) statusMessage = budget.text(reader.text());
    else if (tag === varint(3)) status = statusOf(reader.wire.int32());
    else reader.skip(tag);
  }
  return { status, statusMessage };
}
