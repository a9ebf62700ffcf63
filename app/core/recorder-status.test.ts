import { describe, expect, it } from 'vitest';
import type { PartHealth, RecorderStatus } from '../contract/health.ts';
import { type PartsReport, StatusFeed, quietPart, statusOf } from './recorder-status.ts';
import { FakeClock } from './sources/testing/fake-clock.ts';

const part = (name: string, state: PartHealth['state']) => quietPart(name, state, `${name} is ${state}`);
const healthy: PartsReport = {
  recording: { kind: 'recording' },
  database: part('database', 'ok'),
  writer: part('writer', 'ok'),
  sources: [part('window', 'ok')],
  current: null,
};
const facts = { startedMs: 0, dataDir: '/data', demo: false };
const overall = (change: Partial<PartsReport>) => statusOf(facts, { ...healthy, ...change }, 1).overall;

describe('the overall state', () => {
  it('shows a pause when everything works, and a problem even while paused', () => {
    const recording = { kind: 'paused', sinceMs: 0, untilMs: null } as const;
    expect(overall({ recording })).toBe('paused');
    expect(overall({ recording, writer: part('writer', 'failing') })).toBe('problem');
  });

  it('raises no alarm for what this machine cannot offer', () => {
    expect(overall({ sources: [part('window', 'unavailable')] })).toBe('recording');
    expect(overall({ sources: [part('window', 'failing')] })).toBe('problem');
  });

  it('calls a database that works only in part a problem', () => {
    expect(overall({ database: part('database', 'degraded') })).toBe('problem');
    expect(overall({ database: part('database', 'starting'), writer: part('writer', 'stopped') })).toBe('starting');
  });
});

describe('the status feed', () => {
  /** A feed over a status whose message and counter the test sets. */
  function feed() {
    const clock = new FakeClock('2026-03-02T09:00:00Z');
    const shown = { message: 'first', counter: 0, state: 'ok' as PartHealth['state'] };
    const status = (): RecorderStatus =>
      statusOf(
        facts,
        {
          ...healthy,
          writer: { ...part('writer', shown.state), message: shown.message, counters: { rows: shown.counter } },
        },
        clock.now(),
      );
    const told: string[] = [];
    const statusFeed = new StatusFeed(clock, status);
    const overalls: string[] = [];
    statusFeed.listen(({ writer, overall: state }) => {
      told.push(writer.message);
      overalls.push(state);
    });
    return { clock, shown, told, overalls, statusFeed };
  }

  it('is silent while only counters move, and finds unannounced changes within a second', async () => {
    const { clock, shown, told } = feed();
    await clock.advance(1_000);
    shown.counter = 5;
    await clock.advance(5_000);
    expect(told).toEqual(['first']);
    shown.message = 'second';
    await clock.advance(1_000);
    expect(told).toEqual(['first', 'second']);
  });

  it('tells a flood of changes at most twice a second and ends with the last of them', async () => {
    const { clock, shown, told, statusFeed } = feed();
    for (let index = 0; index < 100; index++) {
      shown.message = `change ${index}`;
      statusFeed.look();
      await clock.advance(10);
    }
    await clock.advance(1_000);
    expect(told.length).toBeLessThanOrEqual(4);
    expect(told.at(-1)).toBe('change 99');
  });

  it('tells a problem that is over before the pause between two calls', async () => {
    const { clock, shown, overalls, statusFeed } = feed();
    statusFeed.look();
    await clock.advance(50);
    shown.state = 'failing';
    statusFeed.look();
    await clock.advance(50);
    shown.state = 'ok';
    statusFeed.look();
    await clock.advance(1_000);
    expect(overalls).toEqual(['recording', 'problem', 'recording']);
  });

  it('is quiet after its stop, also about a change that was waiting to be told', async () => {
    const { clock, shown, told, statusFeed } = feed();
    statusFeed.look();
    shown.message = 'late';
    statusFeed.look();
    statusFeed.stop();
    await clock.advance(5_000);
    expect(told).toEqual(['first']);
  });
});
