import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ModelCallAdditionRow, ModelInvocationRow } from '../../contract/rows.ts';
import { type TestDatabase, startTestDatabase } from '../database/testing.ts';
import { insertRows } from '../demo/testing.ts';
import { storedEvents } from './known-events.ts';

const ts_ms = Date.UTC(2026, 6, 7, 15);
let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

function call(event_id: string, more: Partial<ModelInvocationRow> = {}): ModelInvocationRow {
  return { ts_ms, provider: 'anthropic', model: 'claude-sonnet-4-5', ok: 1, event_id, cost_micros: 7, ...more };
}

it('finds stored events by id near their time, thousands at once, and nothing else', async () => {
  const many = Array.from({ length: 500 }, (_, index) => call(`claude-code:req_${'x'.repeat(40)}_${index}`));
  await insertRows(test.database.writer, 'hive.model_invocations', many);
  const ids = many.map(({ event_id }) => event_id ?? '');
  const found = await storedEvents(test.database.reader, 'hive.model_invocations', {
    ids: [...ids, "it's new \\ {x}"],
    fromMs: ts_ms + 60_000,
    toMs: ts_ms + 60_000,
  });
  expect(found.ok && [...found.value].sort()).toEqual([...ids].sort());
  const elsewhere = await storedEvents(test.database.reader, 'hive.model_invocations', {
    ids,
    fromMs: ts_ms + 10 * 86_400_000,
    toMs: ts_ms + 11 * 86_400_000,
  });
  expect(elsewhere.ok && elsewhere.value.size).toBe(0);
});

it('shows what a span added beside its call', async () => {
  await insertRows(test.database.writer, 'hive.model_invocations', [
    call('claude-code:a', { model: 'joined', dur_us: 2_000_000, graph_name: 'g', node_id: 'n' }),
    call('claude-code:b', { model: 'joined', dur_us: 2_000_000, graph_name: 'g', node_id: 'n', ttft_us: 398_000 }),
  ]);
  const addition: ModelCallAdditionRow = {
    ts_ms,
    event_id: 'claude-code:a',
    provider: 'anthropic',
    model: 'joined',
    graph_name: 'g',
    node_id: 'n',
    ttft_us: 400_000,
    finish_reason: 'end_turn',
  };
  await insertRows(test.database.writer, 'hive.model_call_additions', [addition]);
  const calls = await test.database.reader.query({
    query: `SELECT event_id, ttft_us, finish_reason, dur_us, toFloat64(cost_micros) AS cost FROM hive.model_calls
            WHERE model = 'joined' ORDER BY event_id`,
    format: 'JSONEachRow',
  });
  expect(await calls.json()).toEqual([
    { event_id: 'claude-code:a', ttft_us: '400000', finish_reason: 'end_turn', dur_us: '2000000', cost: 7 },
    { event_id: 'claude-code:b', ttft_us: '398000', finish_reason: '', dur_us: '2000000', cost: 7 },
  ]);
});
