import { describe, expect, it } from 'vitest';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Clock } from '../host.ts';
import type { DatabaseHealth } from './health.ts';
import type { DatabaseProblem } from './problem.ts';
import { type Launched, createSupervisor } from './supervisor.ts';
import { silentLog } from './testing.ts';

/** Time that moves only when the test says so; promises settle in between. */
function fakeTime() {
  let now = 0;
  let timers: { at: number; everyMs: number | undefined; fire: () => void }[] = [];
  const add = (afterMs: number, everyMs: number | undefined, fire: () => void) => {
    const timer = { at: now + afterMs, everyMs, fire };
    timers.push(timer);
    return () => void (timers = timers.filter((other) => other !== timer));
  };
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    every: (periodMs, tick) => add(periodMs, periodMs, tick),
    after: (delayMs, fire) => add(delayMs, undefined, fire),
    timeZone: () => 'UTC',
  };
  async function advance(ms: number): Promise<void> {
    const end = now + ms;
    for (;;) {
      await settle();
      const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      now = next.at;
      if (next.everyMs === undefined) timers = timers.filter((timer) => timer !== next);
      else next.at += next.everyMs;
      next.fire();
    }
    now = end;
  }
  return { clock, advance };
}

/** Lets everything run that waits for nothing but other promises. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

interface FakeServer extends Launched {
  die(reason: string): void;
  answer: string | undefined;
  killed: number;
}

function fakeServer(): FakeServer {
  let die: (reason: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (die = resolve));
  const server: FakeServer = {
    engineVersion: '26.7',
    ended,
    die: (reason) => die(reason),
    answer: undefined,
    killed: 0,
    probe: () => Promise.resolve(server.answer),
    stop: () => {
      die('asked');
      return Promise.resolve();
    },
    kill: () => {
      server.killed += 1;
      die('killed');
    },
  };
  return server;
}

function fakeSupervision(
  launch: () => Result<FakeServer, DatabaseProblem> = () => ok(fakeServer()),
  onLaunched: () => Promise<void> = () => Promise.resolve(),
) {
  const { clock, advance } = fakeTime();
  const servers: FakeServer[] = [];
  const supervisor = createSupervisor<FakeServer>({
    launch: () => {
      const launched = launch();
      if (launched.ok) servers.push(launched.value);
      return Promise.resolve(launched);
    },
    onLaunched,
    clock,
    log: silentLog,
    random: () => 1,
    logFile: '/logs/process.log',
  });
  const seen: DatabaseHealth[] = [];
  void supervisor.onHealth((health) => seen.push(health));
  const last = () => servers[servers.length - 1] ?? fakeServer();
  return { supervisor, servers, seen, advance, last };
}

const broken: DatabaseProblem = { kind: 'start-failed', reason: 'no memory', logFile: '/logs/process.log' };

describe('the supervisor', () => {
  it('goes from stopped over starting to ready and back', async () => {
    const { supervisor, seen } = fakeSupervision();
    expect(supervisor.health()).toEqual({ state: 'stopped' });
    expect(await supervisor.start()).toEqual(ok(undefined));
    await supervisor.stop();
    expect(seen).toEqual([{ state: 'starting' }, { state: 'ready', engineVersion: '26.7' }, { state: 'stopped' }]);
  });

  it('waits longer after each quick death, up to half a minute, then gives up', async () => {
    const { supervisor, seen, advance, last } = fakeSupervision();
    await supervisor.start();
    for (let death = 0; death < 9; death += 1) {
      last().die('signal 9');
      await advance(30_000);
    }
    const delays = seen.flatMap((health) => (health.state === 'restarting' ? [health.inMs] : []));
    expect(delays).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000]);
    expect(supervisor.health()).toEqual({
      state: 'failed',
      problem: { kind: 'crashed-repeatedly', times: 9, reason: 'signal 9', logFile: '/logs/process.log' },
    });
  });

  it('starts again after it gave up when it is asked to', async () => {
    const { supervisor, advance, last } = fakeSupervision();
    await supervisor.start();
    for (let death = 0; death < 9; death += 1) {
      last().die('signal 9');
      await advance(30_000);
    }
    expect(await supervisor.start()).toEqual(ok(undefined));
    expect(supervisor.health().state).toBe('ready');
  });

  it('counts anew after a server has lived for a minute', async () => {
    const { supervisor, seen, advance, last } = fakeSupervision();
    await supervisor.start();
    for (let death = 0; death < 20; death += 1) {
      await advance(61_000);
      last().die('signal 9');
      await advance(1_000);
    }
    expect(supervisor.health().state).toBe('ready');
    const delays = seen.flatMap((health) => (health.state === 'restarting' ? [health.inMs] : []));
    expect(new Set(delays)).toEqual(new Set([250]));
  });

  it('tries again when a restart fails for a reason that may pass, and says a lasting one at once', async () => {
    const answers: Result<FakeServer, DatabaseProblem>[] = [ok(fakeServer()), fail(broken), ok(fakeServer())];
    const { supervisor, advance, last } = fakeSupervision(
      () => answers.shift() ?? fail({ kind: 'host-missing', path: '/h' }),
    );
    await supervisor.start();
    last().die('signal 9');
    await advance(300);
    expect(supervisor.health()).toMatchObject({ state: 'restarting', attempt: 2, reason: 'start-failed' });
    await advance(1_000);
    expect(supervisor.health().state).toBe('ready');
    last().die('signal 9');
    await advance(5_000);
    expect(supervisor.health()).toEqual({ state: 'failed', problem: { kind: 'host-missing', path: '/h' } });
  });

  it('says at the first start why it failed, and does not go on by itself', async () => {
    const { supervisor, advance, servers } = fakeSupervision(() => fail(broken));
    expect(await supervisor.start()).toEqual(fail(broken));
    await advance(100_000);
    expect(supervisor.health()).toEqual({ state: 'failed', problem: broken });
    expect(servers).toEqual([]);
  });

  it('ends a server that it cannot announce, and tries again', async () => {
    const announced: (Error | undefined)[] = [undefined, new Error('ENOSPC: no space left on device'), undefined];
    const { supervisor, advance, last, servers } = fakeSupervision(undefined, () => {
      const error = announced.shift();
      return error === undefined ? Promise.resolve() : Promise.reject(error);
    });
    await supervisor.start();
    last().die('signal 9');
    await advance(300);
    expect(supervisor.health()).toMatchObject({ state: 'restarting', attempt: 2 });
    await advance(1_000);
    expect(supervisor.health().state).toBe('ready');
    expect(servers).toHaveLength(3);
  });

  it('waits without end for a server elsewhere', async () => {
    let away = false;
    const gone: DatabaseProblem = { kind: 'remote-unreachable', url: 'http://x', reason: 'refused' };
    const { supervisor, advance, last } = fakeSupervision(() => (away ? fail(gone) : ok(fakeServer())));
    await supervisor.start();
    away = true;
    last().die('it does not answer');
    await advance(3_600_000);
    expect(supervisor.health()).toMatchObject({ state: 'restarting', reason: 'refused' });
    away = false;
    await advance(30_000);
    expect(supervisor.health().state).toBe('ready');
  });

  it('says when a server runs without answering, and ends it after a minute of silence', async () => {
    const { supervisor, advance, last, servers } = fakeSupervision();
    await supervisor.start();
    last().answer = 'HTTP port: no answer';
    await advance(16_000);
    expect(supervisor.health()).toMatchObject({ state: 'degraded', reasons: [{ kind: 'not-answering' }] });
    last().answer = undefined;
    await advance(15_000);
    expect(supervisor.health().state).toBe('ready');
    last().answer = 'HTTP port: no answer';
    await advance(62_000);
    expect(servers.map((server) => server.killed)).toEqual([1, 0]);
    expect(supervisor.health().state).toBe('ready');
  });

  it('starts once more when asked to, says so from the beginning, and counts no death', async () => {
    const { supervisor, seen, servers, advance } = fakeSupervision();
    await supervisor.start();
    expect(await supervisor.restart()).toEqual(ok(undefined));
    await advance(100_000);
    expect(servers).toHaveLength(2);
    expect(supervisor.restarts()).toBe(0);
    const ready = { state: 'ready', engineVersion: '26.7' };
    expect(seen).toEqual([{ state: 'starting' }, ready, { state: 'starting' }, ready]);
  });

  it('stops for good while a restart is due', async () => {
    const { supervisor, advance, last, servers } = fakeSupervision();
    await supervisor.start();
    last().die('signal 9');
    await settle();
    await supervisor.stop();
    await advance(100_000);
    expect(supervisor.health()).toEqual({ state: 'stopped' });
    expect(servers).toHaveLength(1);
  });

  it('is degraded for as long as there is a reason', async () => {
    const { supervisor } = fakeSupervision();
    await supervisor.start();
    const problem = { kind: 'low-disk', path: '/d', freeBytes: 1, neededBytes: 2 } as const;
    supervisor.degrade('low-disk', { kind: 'low-disk', problem });
    expect(supervisor.health()).toMatchObject({ state: 'degraded', reasons: [{ kind: 'low-disk' }] });
    supervisor.degrade('low-disk', undefined);
    expect(supervisor.health().state).toBe('ready');
  });
});
