import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../contract/result.ts';
import { silentLog } from '../../database/testing.ts';
import { FakeClock } from '../../sources/testing/fake-clock.ts';
import { type SpendDeps, type SpendGuard, type StoredCall, openSpendGuard } from './spend-guard.ts';

const minuteMs = 60_000;
let dir = '';
let clock = new FakeClock(0);
let stored: StoredCall[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hivebar-spend-'));
  clock = new FakeClock('2026-05-20T10:00:00Z');
  stored = [];
});
afterEach(() => rm(dir, { recursive: true }));

function open(changes: Partial<SpendDeps> = {}): SpendGuard {
  return openSpendGuard({
    clock,
    log: silentLog,
    limits: () => ({ calls: 3, costMicros: 1_000 }),
    file: join(dir, 'agent-spend.json'),
    stored: (fromMs) => Promise.resolve(ok(stored.filter(({ tsMs }) => tsMs > fromMs))),
    ...changes,
  });
}

/** How each of some calls fared, in order. */
async function ask(guard: SpendGuard, ids: readonly string[], mostMicros: number | null = 0): Promise<string[]> {
  const answers = await Promise.all(ids.map((id) => guard.allow(id, mostMicros)));
  return answers.map((answer) => (answer.ok ? 'allowed' : answer.error.code));
}

describe('the guard over calls', () => {
  it('allows never more than the hour has, however many ask at once', async () => {
    expect(await ask(open(), ['a', 'b', 'c', 'd', 'e'])).toEqual([
      'allowed',
      'allowed',
      'allowed',
      'calls-per-hour',
      'calls-per-hour',
    ]);
  });

  it('counts any 60 minutes, and says when the next call is free', async () => {
    const guard = open();
    await ask(guard, ['a']);
    await clock.advance(20 * minuteMs);
    await ask(guard, ['b', 'c']);
    const refused = await guard.allow('d', 0);
    expect(refused).toMatchObject({
      ok: false,
      error: { message: '3 of 3 calls of this hour are used; the next is free in 40 min.' },
    });
    await clock.advance(40 * minuteMs - 1);
    expect(await ask(guard, ['d'])).toEqual(['calls-per-hour']);
    await clock.advance(1);
    expect(await ask(guard, ['d', 'e'])).toEqual(['allowed', 'calls-per-hour']);
  });

  it('holds over a restart, also for a call that was under way when the process ended', async () => {
    await ask(open(), ['a', 'b']);
    expect(await ask(open(), ['c', 'd'])).toEqual(['allowed', 'calls-per-hour']);
  });

  it('counts what the database holds when the notes are lost or damaged, and a call that both know once', async () => {
    const guard = open();
    await ask(guard, ['a', 'b']);
    stored = ['a', 'b'].map((id) => ({ id, tsMs: clock.now(), costMicros: 0 }));
    expect(await ask(open(), ['c'])).toEqual(['allowed']);
    await rm(join(dir, 'agent-spend.json'));
    expect(await ask(open(), ['d', 'e'])).toEqual(['allowed', 'calls-per-hour']);
    await writeFile(join(dir, 'agent-spend.json'), '{"version":1,"calls":');
    expect(await ask(open(), ['f', 'g'])).toEqual(['allowed', 'calls-per-hour']);
  });

  it('goes by the limit of the moment', async () => {
    let calls = 0;
    const guard = open({ limits: () => ({ calls, costMicros: 0 }) });
    expect(await ask(guard, ['a'])).toEqual(['calls-per-hour']);
    calls = 1;
    expect(await ask(guard, ['a', 'b'])).toEqual(['allowed', 'calls-per-hour']);
  });

  it('allows nothing while it is not known what was used, or while a call cannot be noted', async () => {
    expect(await ask(open({ stored: () => Promise.resolve(fail('the database does not answer')) }), ['a'])).toEqual([
      'spend-unknown',
    ]);
    expect(await ask(open({ file: join(dir, 'missing', 'agent-spend.json') }), ['a'])).toEqual(['spend-unknown']);
    expect(await ask(open({ file: dir }), ['a'])).toEqual(['spend-unknown']);
  });
});

describe('the guard over cost', () => {
  it('counts what a call may cost until it is known what it did', async () => {
    const guard = open();
    const first = await guard.allow('a', 800);
    expect(await ask(guard, ['b'], 300)).toEqual(['cost-per-hour']);
    if (first.ok) await first.value.settle(100);
    expect(await guard.lastHour()).toEqual(ok({ calls: 1, costMicros: 100 }));
    expect(await ask(guard, ['b'], 900)).toEqual(['allowed']);
    expect(await ask(guard, ['c'], 1)).toEqual(['cost-per-hour']);
  });

  it('goes on counting the most for a call whose cost stays unknown, over a restart too', async () => {
    const first = await open().allow('a', 1_000);
    if (first.ok) await first.value.settle(null);
    expect(await ask(open(), ['b'], 1)).toEqual(['cost-per-hour']);
  });

  it('lets what is free go on when the money is used up, and refuses what has no price', async () => {
    const guard = open();
    await ask(guard, ['a'], 1_000);
    expect(await ask(guard, ['b'], 1)).toEqual(['cost-per-hour']);
    expect(await ask(guard, ['b'], 0)).toEqual(['allowed']);
    expect(await ask(open(), ['c'], null)).toEqual(['price-unknown']);
  });

  it('takes a stored call of unknown cost for any cost', async () => {
    stored = [{ id: 'x', tsMs: clock.now() - minuteMs, costMicros: null }];
    const guard = open();
    const refused = await guard.allow('a', 1);
    expect(refused).toMatchObject({ ok: false, error: { code: 'cost-per-hour' } });
    expect(refused.ok ? '' : refused.error.message).toContain('cost an unknown amount');
    expect(await ask(guard, ['a'], 0)).toEqual(['allowed']);
  });

  it('notes nothing but numbers, readable by this account alone, and forgets them after the hour', async () => {
    const guard = open();
    await ask(guard, ['hivebar:a'], 7);
    const file = join(dir, 'agent-spend.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      version: 1,
      calls: { 'hivebar:a': { atMs: clock.now(), micros: 7 } },
    });
    await clock.advance(61 * minuteMs);
    await ask(guard, ['hivebar:b']);
    expect(Object.keys((JSON.parse(await readFile(file, 'utf8')) as { calls: object }).calls)).toEqual(['hivebar:b']);
  });
});
