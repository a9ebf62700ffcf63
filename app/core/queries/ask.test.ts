import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, startTestDatabase } from '../database/testing.ts';
import { insertRows } from '../demo/testing.ts';
import { askByName } from './ask.ts';

const nowMs = Date.UTC(2026, 8, 9, 12);
let test: TestDatabase;
const ask = (name: string, params: Record<string, unknown>) =>
  askByName({ reader: test.database.reader, present: () => ({ nowMs, timeZone: 'UTC' }) }, name, params);

beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

describe('ask', () => {
  it('says so when there is no such question', async () => {
    expect(await ask('cost-per-century', {})).toMatchObject({
      ok: false,
      error: { kind: 'unknown-question', message: expect.stringContaining('"cost-per-century"') as string },
    });
  });

  it('refuses a parameter that the question does not take, and names those that it takes', async () => {
    expect(await ask('failing-nodes', { form_ms: 0 })).toMatchObject({
      ok: false,
      error: {
        kind: 'bad-parameter',
        parameter: 'form_ms',
        message: 'failing-nodes takes from_ms, to_ms, limit, not form_ms.',
      },
    });
  });

  it.each([
    ['cost-now', 'tz', 'Mars/Olympus'],
    ['cost-now', 'tz', '+02:00'],
    ['cost-now', 'tz', "UTC'); DROP TABLE"],
    ['cost-per-hour', 'from_ms', -1],
    ['cost-per-hour', 'from_ms', 1.5],
    ['cost-per-hour', 'from_ms', 'yesterday'],
    ['cost-per-hour', 'to_ms', Number.MAX_SAFE_INTEGER],
    ['failing-tools', 'limit', 0],
    ['failing-tools', 'limit', 1001],
    ['failing-tools', 'limit', '5; DROP TABLE'],
    ['app-minutes-per-day', 'from_day', '2026-13-40'],
    ['app-minutes-per-day', 'from_day', '09/09/2026'],
    ['error-rate-by-source', 'over_percent', 101],
    ['local-and-cloud-today', 'local_providers', 'mlx,,openai'],
  ])('refuses %s with %s %j', async (name, parameter, value) => {
    expect(await ask(name, { [parameter]: value })).toMatchObject({
      ok: false,
      error: { kind: 'bad-parameter', parameter, message: expect.stringContaining(JSON.stringify(value)) as string },
    });
  });

  it('takes parameters as the command line gives them: as text', async () => {
    await insertRows(test.database.writer, 'hive.model_invocations', [
      {
        ts_ms: nowMs - 60_000,
        provider: 'demo',
        model: 'demo',
        ok: 0,
        node_id: "it's a node",
        error_msg: 'a\n"b"\t\\',
      },
    ]);
    for (const from_ms of ['2026-09-09', '2026-09-09T11:59:00.000Z', String(nowMs - 60_000)]) {
      expect(await ask('failing-nodes', { from_ms, limit: '1' })).toMatchObject({
        ok: true,
        value: {
          rows: [
            { graph_name: '', node_id: "it's a node", errors: 1, last_ts_ms: nowMs - 60_000, last_error: 'a\n"b"\t\\' },
          ],
          truncated: false,
        },
      });
    }
  });

  it('tells quotes and commas in a name apart from its own syntax', async () => {
    const local_providers = ['a\'b"c\\', '[x, y]', 'demo'];
    expect(await ask('local-and-cloud-today', { local_providers })).toMatchObject({
      ok: true,
      value: { rows: [{ location: 'local', calls: 1 }] },
    });
  });

  it('says that rows are missing when there are more than it hands out', async () => {
    const row = { dur_ms: 1000, bundle_id: '', window_title: '' };
    const fromMs = Date.UTC(2020, 0, 1);
    await insertRows(
      test.database.writer,
      'seq.context',
      Array.from({ length: 10_001 }, (_, hour) => ({ ...row, ts_ms: fromMs + hour * 3_600_000, app: 'demo' })),
    );
    const answer = await ask('context-switches-per-hour', { from_ms: fromMs, to_ms: nowMs });
    expect(answer).toMatchObject({ ok: true, value: { truncated: true } });
    expect(answer.ok && answer.value.rows.length).toBe(10_000);
  });
});
