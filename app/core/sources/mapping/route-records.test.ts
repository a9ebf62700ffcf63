import { describe, expect, it } from 'vitest';
import type { AttributeValue, OtlpRecord } from '../otlp/otlp-record.ts';
import { log, plainOrigin, point, request, span, traceId } from './fixtures/records.ts';
import { createInferenceMapper } from './inference-mapper.ts';
import { createRouter } from './route-records.ts';
import type { SourceMapper } from './source-mapper.ts';

function routed(...records: readonly OtlpRecord[]) {
  return createRouter({ mappers: [createInferenceMapper()] }).route(records);
}

describe('a record that no mapper has a row for', () => {
  it('is kept as a trace event when it is a log record', () => {
    const { rows } = routed(
      log({ severity: 17, eventName: 'order.lost', body: 'no stock', attributes: { order: 5 }, traceId, spanId: 'b7' }),
    );
    expect(rows).toEqual([
      {
        source: 'opentelemetry',
        id: expect.stringMatching(/^opentelemetry:log:[0-9a-f]{32}$/) as string,
        table: 'seq.trace_events',
        row: {
          ts_ms: 1_763_719_200_000,
          level: 'error',
          component: 'shop',
          event: 'order.lost',
          message: 'no stock',
          trace_id: traceId,
          span_id: 'b7',
          event_id: rows[0]?.id,
        },
        attributes: {
          'service.version': '1.0.0',
          'otel.scope.name': 'checkout',
          'otel.scope.version': '0.1.0',
          order: 5,
        },
      },
    ]);
  });

  it('has its level by severity, and is plain information when it tells none', () => {
    const levels = [0, 1, 5, 9, 13, 17, 21, 24, 99, -3, Number.NaN].map((severity) => {
      const row = routed(log({ severity })).rows[0];
      return row?.table === 'seq.trace_events' ? row.row.level : undefined;
    });
    expect(levels).toEqual([
      'info',
      'trace',
      'debug',
      'info',
      'warn',
      'error',
      'fatal',
      'fatal',
      'fatal',
      'info',
      'info',
    ]);
  });

  it('keeps a body that is no text beside its attributes', () => {
    const row = routed(log({ body: { step: 1 }, attributes: { a: true } })).rows[0];
    expect(row).toMatchObject({ row: { message: '', event: 'log' }, attributes: { body: { step: 1 }, a: true } });
  });

  it('is kept with duration, exceptions and events when it is a span', () => {
    const failed = span(2, 1, {
      name: 'GET /cart',
      status: 'error',
      statusMessage: 'gone',
      attributes: { 'http.route': '/cart' },
      events: [
        { timeMs: 1_763_719_200_100, name: 'retry', attributes: { attempt: 1 } },
        { timeMs: 1_763_719_200_200, name: 'exception', attributes: { 'exception.type': 'Gone' } },
      ],
    });
    expect(routed(failed).rows[0]).toMatchObject({
      id: `opentelemetry:span:${traceId}:0000000000000002`,
      row: { level: 'error', event: 'GET /cart', message: 'gone', dur_us: 1_000_000, component: 'shop' },
      attributes: {
        parent_span_id: '0000000000000001',
        'http.route': '/cart',
        'exception.type': 'Gone',
        'span.events': [{ timeMs: 1_763_719_200_100, name: 'retry', attributes: { attempt: 1 } }],
      },
    });
  });

  it('is kept as a metric when it is a data point, also when it holds no number', () => {
    const { rows } = routed(
      point({ unit: '{order}', attributes: { shop: 'a' } }),
      point({ kind: 'histogram', value: null, count: 4 }),
      point({ kind: 'gauge', temporality: 'unspecified', value: Number.POSITIVE_INFINITY }),
    );
    expect(rows[0]).toMatchObject({
      table: 'seq.mem_events',
      row: { ts_ms: 1_763_719_200_000, kind: 'metric', app: 'shop', subject: 'orders', value: 3 },
      attributes: { shop: 'a', 'metric.kind': 'sum', 'metric.unit': '{order}', 'metric.temporality': 'delta' },
    });
    expect(rows[1]).toMatchObject({ attributes: { 'metric.count': 4, 'metric.value': 'none' } });
    expect(rows[1]?.row).not.toHaveProperty('value');
    expect(rows[2]).toMatchObject({ attributes: { 'metric.kind': 'gauge', 'metric.value': 'Infinity' } });
  });

  it('is named after its instrumentation when the program has no name', () => {
    const nameless = { ...plainOrigin, serviceName: 'unknown_service:node' };
    expect(routed(log({ origin: nameless })).rows[0]).toMatchObject({ row: { component: 'checkout' } });
    const unknown = { ...nameless, scopeName: '' };
    expect(routed(log({ origin: unknown })).rows[0]).toMatchObject({ row: { component: 'unknown_service:node' } });
  });

  it('comes from langgraph when service or instrumentation say so', () => {
    const langgraph = { ...plainOrigin, scopeName: 'langgraph.pregel' };
    const sources = routed(log({ origin: langgraph }), point({ origin: langgraph })).rows.map(({ source }) => source);
    expect(sources).toEqual(['langgraph', 'langgraph']);
  });
});

describe('the identity of a record', () => {
  it('is the same when the record is sent again, and another for any other record', () => {
    const once = routed(log(), log({ body: 'other' }), log({ timeMs: 1 }), log({ attributes: { a: 1 } }), point());
    const again = routed(log(), log({ body: 'other' }), log({ timeMs: 1 }), log({ attributes: { a: 1 } }), point());
    expect(again.rows.map(({ id }) => id)).toEqual(once.rows.map(({ id }) => id));
    expect(new Set(once.rows.map(({ id }) => id)).size).toBe(5);
  });

  it('differs between two records of one request that have one content, because a clock is coarse', () => {
    const { rows } = routed(log(), log(), log());
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(routed(log(), log(), log()).rows.map(({ id }) => id)).toEqual(ids);
    expect(rows.map(({ row }) => ('event_id' in row ? row.event_id : ''))).toEqual(ids);
  });

  it('is the content where a span has no identifiers', () => {
    const nameless = { traceId: '', spanId: '', parentSpanId: '' };
    const { rows } = routed(span(1, undefined, nameless), span(2, undefined, nameless));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
  });
});

describe('the mappers', () => {
  const claimsLogs = (source: SourceMapper['source'], repeated = 0): SourceMapper => ({
    source,
    claims: (record) => record.signal === 'log',
    map: (records) => ({ rows: [], unmapped: records.slice(repeated), repeated }),
  });

  it('are asked in order, and name the source of what they hand back', () => {
    const router = createRouter({ mappers: [claimsLogs('codex'), claimsLogs('gemini'), createInferenceMapper()] });
    const { rows } = router.route([log(), point(), request(1)]);
    expect(rows.map(({ source, table }) => `${source} ${table}`)).toEqual([
      'codex seq.trace_events',
      'opentelemetry hive.model_invocations',
      'opentelemetry seq.mem_events',
    ]);
  });

  it('have counted what they drop on purpose', () => {
    const router = createRouter({ mappers: [claimsLogs('gemini', 2)] });
    const { rows, repeated } = router.route([log(), log(), log()]);
    expect([rows.length, repeated]).toEqual([1, 2]);
  });
});

it('makes one row of every record, whatever its attributes hold', () => {
  const odd: readonly AttributeValue[] = [
    null,
    '',
    '{',
    '[',
    '[1,{"type":"tool_call"},null]',
    '{"thread_id":{"a":[]}}',
    '-1',
    -1,
    1e300,
    Number.NaN,
    true,
    [],
    [null, [null]],
    {},
    { parts: null },
    [{ parts: 'x' }, { parts: [null, 3] }],
    '99999999999999999999',
  ];
  const keys = [
    'gen_ai.operation.name',
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.total_tokens',
    'gen_ai.usage.cost',
    'gen_ai.response.finish_reasons',
    'gen_ai.response.time_to_first_chunk',
    'gen_ai.output.messages',
    'gen_ai.tool.call.arguments',
    'ai.response.toolCalls',
    'ai.response.providerMetadata',
    'ai.telemetry.functionId',
    'llm.token_count.prompt',
    'llm.output_messages.0.message.tool_calls.0.tool_call.id',
    'metadata',
    'traceloop.association.properties.thread_id',
    'error.type',
    'http.response.status_code',
    'session.id',
    '__proto__',
  ];
  const sorts: readonly (readonly [string, string])[] = [
    ['gen_ai.operation.name', 'chat'],
    ['gen_ai.operation.name', 'execute_tool'],
    ['openinference.span.kind', 'LLM'],
    ['openinference.span.kind', 'TOOL'],
    ['traceloop.span.kind', 'tool'],
    ['llm.request.type', 'chat'],
    ['ai.operationId', 'ai.streamText.doStream'],
    ['ai.operationId', 'ai.toolCall'],
    ['plain', 'span'],
  ];
  let number = 0;
  const spans = odd.flatMap((value) =>
    sorts.flatMap(([key, sort]) =>
      keys.map((other) => {
        number += 1;
        return span(number, number % 7 === 0 ? number : number - 1, {
          attributes: { [other]: value, [key]: sort },
          startMs: number % 11 === 0 ? Number.NaN : 5,
          endMs: number % 13 === 0 ? -5 : 9,
          status: number % 3 === 0 ? 'error' : 'unset',
        });
      }),
    ),
  );
  const { rows } = routed(...spans);
  const noted = rows.filter(({ id }) => id.includes(':tokens:')).length;
  expect(rows.length - noted).toBe(spans.length);
  const broken = rows.flatMap(({ row }) =>
    Object.entries(row).filter(
      ([, value]) => typeof value === 'number' && !(Number.isSafeInteger(value) && value >= 0),
    ),
  );
  expect(broken).toEqual([]);
});
