import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, startTestDatabase } from '../../database/testing.ts';
import { insertRows } from '../../demo/testing.ts';
import { askByName } from '../ask.ts';
import { valueOf } from '../testing.ts';

const nowMs = Date.UTC(2026, 6, 7, 0, 20);
const minuteMs = 60_000;
let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

it('lists the calls that the agent itself made in the last hour, over midnight, with what is known of their cost', async () => {
  const call = { provider: 'ollama', model: 'm', ok: 1, source: 'hivebar' };
  await insertRows(test.database.writer, 'hive.model_invocations', [
    { ...call, event_id: 'hivebar:over', ts_ms: nowMs - 60 * minuteMs },
    { ...call, event_id: 'hivebar:yesterday', ts_ms: nowMs - 59 * minuteMs, cost_micros: 0 },
    { ...call, event_id: 'hivebar:failed', ts_ms: nowMs - minuteMs, ok: 0, cost_micros: null },
    { ...call, event_id: 'hivebar:ahead', ts_ms: nowMs + 5 * minuteMs, cost_micros: 1_500 },
    { ...call, event_id: 'claude-code:x', ts_ms: nowMs - minuteMs, source: 'claude-code-otel', cost_micros: 9 },
  ]);
  const deps = { reader: test.database.reader, present: () => ({ nowMs, timeZone: 'UTC' }) };
  expect(valueOf(await askByName(deps, 'agent-spend', {})).rows).toEqual([
    { event_id: 'hivebar:ahead', ts_ms: nowMs + 5 * minuteMs, cost_usd: 0.0015 },
    { event_id: 'hivebar:failed', ts_ms: nowMs - minuteMs, cost_usd: null },
    { event_id: 'hivebar:yesterday', ts_ms: nowMs - 59 * minuteMs, cost_usd: 0 },
  ]);
});
