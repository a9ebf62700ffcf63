import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, realClock, startTestDatabase } from '../../database/testing.ts';
import { insertRows } from '../../demo/testing.ts';
import { createPriceList } from '../../prices/price-list.ts';
import { storedCalls } from './stored-calls.ts';
import { startModelServer } from './testing/model-server.ts';
import { hints, modelsUnderTest, request } from './testing/models-under-test.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

it('holds to the hour by what the database says, after a restart that lost its notes', async () => {
  const server = await startModelServer();
  server.script({ kind: 'refuse', status: 400 }, { kind: 'answer', words: ['Yes.'] });
  const stored = storedCalls({
    reader: test.database.reader,
    present: () => ({ nowMs: realClock.now(), timeZone: 'UTC' }),
  });
  const under = await modelsUnderTest({
    models: { servers: [{ url: server.url }] },
    agent: { maxCallsPerHour: 2 },
    deps: { stored },
  });
  const prices = createPriceList({ own: () => [] });
  try {
    expect(await under.models.complete(request, hints)).toMatchObject({ ok: false, error: { code: 'failed' } });
    expect(await under.models.complete(request, hints)).toMatchObject({ ok: true });
    expect(await under.models.spend()).toEqual({ ok: true, value: { calls: 2, costMicros: 0 } });
    await insertRows(
      test.database.writer,
      'hive.model_invocations',
      under.rows.map((row) => ({ ...row, ...prices.price(row) })),
    );
    await insertRows(test.database.writer, 'seq.trace_events', under.refusals);
    await under.models.stop();
    await rm(join(under.dataDir, 'agent-spend.json'));

    const again = under.restart();
    expect(await again.complete(request, hints)).toMatchObject({ ok: false, error: { code: 'calls-per-hour' } });
    expect(await again.spend()).toEqual({ ok: true, value: { calls: 2, costMicros: 0 } });
    expect(server.asked).toHaveLength(2);
    const answer = await test.database.reader.query({
      query: 'SELECT route, ok, error_type, route_reason FROM hive.model_calls ORDER BY ok',
      format: 'JSONEachRow',
    });
    const reason = 'local-ready: A model on this machine is ready.';
    expect(await answer.json()).toEqual([
      { route: 'server', ok: 0, error_type: 'invalid_request', route_reason: reason },
      { route: 'server', ok: 1, error_type: '', route_reason: reason },
    ]);
  } finally {
    await under.stop();
    await server.stop();
  }
});

it('allows nothing while the database does not answer', async () => {
  const server = await startModelServer();
  const away = await startTestDatabase();
  const stored = storedCalls({
    reader: away.database.reader,
    present: () => ({ nowMs: realClock.now(), timeZone: 'UTC' }),
  });
  await away.stop();
  const under = await modelsUnderTest({ models: { servers: [{ url: server.url }] }, deps: { stored } });
  try {
    expect(await under.models.complete(request, hints)).toMatchObject({ ok: false, error: { code: 'spend-unknown' } });
    expect(server.asked).toEqual([]);
    expect(under.refusals).toMatchObject([{ event: 'model.refused' }]);
  } finally {
    await under.stop();
    await server.stop();
  }
});
