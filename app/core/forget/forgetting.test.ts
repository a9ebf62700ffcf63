import { expect, it } from 'vitest';
import type { ForgetScope } from '../../contract/forget.ts';
import { ok } from '../../contract/result.ts';
import type { AdminDatabase } from '../database/clients.ts';
import { silentLog } from '../database/testing.ts';
import { type Unfinished } from './forget-journal.ts';
import { createForgetting } from './forgetting.ts';
import { withoutCopies } from './testing.ts';

const scope: ForgetScope = { app: 'Slack', domain: null, from_ms: null, to_ms: null, agents: false };

/** A database that finds three rows in every table, and deletes them unless it fails. */
function setUp({ marked = '0', begun }: { marked?: string; begun?: Unfinished } = {}) {
  const failing = { deletions: false };
  const order: string[] = [];
  const note = (what: string) => {
    if (order.at(-1) !== what) order.push(what);
  };
  const admin = {
    query: ({ format }: { format: string }) => {
      const row = { marked, found: '3', query: 'SELECT 1', wrong: '0' };
      return Promise.resolve({ json: () => Promise.resolve(format === 'JSONCompactEachRow' ? [] : [row]) });
    },
    command: () => {
      note('rows are deleted');
      return failing.deletions ? Promise.reject(new Error('disk full')) : Promise.resolve();
    },
  } as unknown as AdminDatabase;
  let kept: Unfinished | undefined = begun;
  let waits = false;
  const forgetting = createForgetting({
    ...withoutCopies(),
    begin: () => {
      note('everybody is still');
      return Promise.resolve(() => note('everybody goes on'));
    },
    admin,
    journal: {
      read: () => Promise.resolve(ok(kept)),
      write: (next) => Promise.resolve(void (kept = next)),
      remove: () => Promise.resolve(void (kept = undefined)),
    },
    handOver: () => (waits ? Promise.reject(new Error('rows wait')) : Promise.resolve()),
    now: () => 1_000,
    ownsQueryLog: () => true,
    log: silentLog,
  });
  return { forgetting, failing, order, letRowsWait: () => (waits = true) };
}

it('says that nothing was deleted when rows wait that cannot be stored', async () => {
  const { forgetting, letRowsWait } = setUp();
  letRowsWait();
  const error = 'ClickHouse did not do it (rows wait). Nothing was deleted.';
  expect(await forgetting.run(scope, { copies: false })).toEqual({ ok: false, error });
});

it('says that it goes on when it broke off in between', async () => {
  const { forgetting, failing } = setUp();
  failing.deletions = true;
  expect(await forgetting.run(scope, { copies: false })).toMatchObject({
    ok: false,
    error: 'ClickHouse did not do it (disk full). It is not all gone: ask again, or the next start finishes it.',
  });
});

it('waits for a repricing that is not finished: both change the same sums', async () => {
  const { forgetting } = setUp({ marked: '5' });
  expect(await forgetting.run(scope, { copies: false })).toMatchObject({
    ok: false,
    error: expect.stringContaining('anew') as string,
  });
});

it.each([false, true])('keeps still who would write again what it knows, also when it fails (%s)', async (fails) => {
  const { forgetting, failing, order } = setUp();
  failing.deletions = fails;
  expect(await forgetting.run(scope, { copies: false })).toMatchObject({ ok: !fails });
  expect(order).toEqual(['everybody is still', 'rows are deleted', 'everybody goes on']);
});

it('keeps nobody still who has nothing to wait for', async () => {
  const { forgetting, order } = setUp({ marked: '5' });
  await forgetting.run(scope, { copies: false });
  await forgetting.finishEarlier();
  expect(order).toEqual([]);
});
