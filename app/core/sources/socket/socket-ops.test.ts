import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CurrentContext } from '../../../contract/context.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import { ok } from '../../../contract/result.ts';
import type { AgentRow, Intake } from '../agents/agent-row.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { snapshotOp, streamOp } from './context-ops.ts';
import { pingOp } from './ping-op.ts';
import { pushOp } from './push-op.ts';
import { askSocket, callSocket } from './socket-client.ts';
import { pushRowsLimit } from './socket-limits.ts';
import { eventually, privateDirectory, testServer } from './testing/socket-fixture.ts';

let directory: ReturnType<typeof privateDirectory>;
let stop: Stop | undefined;

beforeEach(() => {
  directory = privateDirectory();
});
afterEach(async () => {
  await stop?.();
  stop = undefined;
  directory.remove();
});

const away: CurrentContext = {
  tsMs: 1_700_000_000_000,
  app: null,
  title: null,
  url: null,
  sinceMs: null,
  idleMs: 400_000,
  afk: true,
  presence: 'idle',
  screenText: null,
  paused: false,
};

describe('the context service', () => {
  it('tells what is now', async () => {
    const server = await testServer(directory.path, [snapshotOp(() => away), pingOp('1.2.3')]);
    stop = server.stop;
    expect(await askSocket(server.path, { op: 'snapshot' })).toEqual(ok({ ok: true, context: away }));
    expect(await askSocket(server.path, { op: 'ping' })).toMatchObject(ok({ version: '1.2.3', protocol: 1 }));
  });

  it('streams at once and after every interval, until the client goes', async () => {
    const clock = new FakeClock('2026-02-03T10:00:00Z');
    let ended = false;
    const op = streamOp(() => ({ ...away, tsMs: clock.now() }), clock);
    const server = await testServer(directory.path, [
      { name: op.name, run: (request, call) => op.run(request, call).finally(() => (ended = true)) },
    ]);
    stop = server.stop;
    const begin = clock.now();
    const seen: unknown[] = [];
    for await (const line of callSocket(server.path, { op: 'stream', intervalMs: 3_000 })) {
      seen.push((line['context'] as CurrentContext).tsMs - begin);
      if (seen.length === 3) break;
      await clock.advance(3_000);
    }
    expect(seen).toEqual([0, 3_000, 6_000]);
    await eventually(() => ended, 'the stream has ended');
  });

  it.each([99, 60_001, 0.5, '3000', undefined])('refuses an interval of %s', async (intervalMs) => {
    const server = await testServer(directory.path, [streamOp(() => away, new FakeClock(0))]);
    stop = server.stop;
    expect(await askSocket(server.path, { op: 'stream', intervalMs })).toEqual({
      ok: false,
      error: '"intervalMs" has to be a whole number from 100 to 60000',
    });
  });
});

function fakeIntake() {
  const rows: AgentRow[] = [];
  const refused: string[] = [];
  const intake: Intake = {
    accept(_, told) {
      rows.push(...told);
      const rejected = told.flatMap(({ id }, index) => (id.endsWith('bad') ? [{ index, reason: 'too old' }] : []));
      return Promise.resolve({ accepted: told.length - rejected.length, duplicates: 0, rejected, full: false });
    },
    refused: (via, source, reason) => void refused.push(`${via} ${source} ${reason}`),
  };
  return { intake, rows, refused };
}

const step = {
  table: 'hive.supersteps',
  id: 'langgraph:1',
  source: 'langgraph',
  row: { ts_ms: 1_700_000_000_000, thread_id: 't', graph_name: 'g', step_index: 1, status: 'finished' },
};
const event = {
  table: 'seq.trace_events',
  id: 'opentelemetry:1',
  source: 'opentelemetry',
  row: { ts_ms: 1_700_000_000_000, level: 'info', component: 'c', event: 'e' },
  attributes: { deep: { list: [1, 'two', null] } },
};

describe('push', () => {
  async function push(rows: unknown) {
    const fake = fakeIntake();
    const server = await testServer(directory.path, [pushOp(fake.intake)]);
    stop = server.stop;
    return { ...fake, answer: await askSocket(server.path, { op: 'push', rows }) };
  }

  it('hands good rows on and tells of the others by their index', async () => {
    const { answer, rows, refused } = await push([
      { ...step, row: { ...step.row, colour: 'red' } },
      step,
      { ...step, id: 'langgraph:bad' },
      event,
    ]);
    expect(answer).toEqual(
      ok({
        ok: true,
        accepted: 2,
        duplicates: 0,
        rejected: [
          { index: 0, reason: 'row.colour: there is no such column' },
          { index: 2, reason: 'too old' },
        ],
        full: false,
      }),
    );
    expect(rows).toEqual([step, { ...step, id: 'langgraph:bad' }, event]);
    expect(refused).toEqual(['socket langgraph row.colour: there is no such column']);
  });

  const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) as unknown;
  it.each([
    ['a row that is a number', 3, 'the row: has to be Object (variant)'],
    ['a table that is not offered', { ...step, table: 'seq.context' }, 'table: has to be ('],
    ['an id of another source', { ...step, id: 'codex:1' }, 'id: has to begin with the source and a colon'],
    ['a missing column', { ...step, row: { ...step.row, graph_name: undefined } }, 'row.graph_name: is missing'],
    ['seconds for milliseconds', { ...step, row: { ...step.row, ts_ms: 1_700_000_000 } }, 'row.ts_ms: has to be'],
    ['a fraction', { ...step, row: { ...step.row, dur_us: 0.5 } }, 'row.dur_us: has to be'],
    ['a number beyond the column', { ...step, row: { ...step.row, writes: 2 ** 32 } }, 'row.writes: has to be'],
    ['attributes where there are none', { ...step, attributes: {} }, 'attributes: there is no such column'],
    ['attributes too deep', { ...event, attributes: deep }, 'attributes: has to be an object, at most 32 levels deep'],
    ['a computed cost', { ...step, row: { ...step.row, cost_micros: 3 } }, 'row.cost_micros: there is no such column'],
  ])('refuses %s', async (_, row, reason) => {
    const { answer, rows } = await push([row]);
    expect(answer).toMatchObject(ok({ accepted: 0 }));
    const { rejected } = (answer.ok ? answer.value : {}) as { rejected: { reason: string }[] };
    expect(rejected[0]?.reason).toContain(reason);
    expect(rows).toEqual([]);
  });

  it('refuses a request without rows, or with too many', async () => {
    expect((await push('rows')).answer).toEqual({ ok: false, error: '"rows" has to be an array' });
    await stop?.();
    const { answer } = await push(Array.from({ length: pushRowsLimit + 1 }, () => step));
    expect(answer).toEqual({ ok: false, error: 'a push has at most 1000 rows, this one has 1001: send several' });
  });
});
