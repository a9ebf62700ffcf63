import { expect, it } from 'vitest';
import { type Settings, defaultSettings } from '../contract/settings.ts';
import type { DatabaseHealth } from './database/health.ts';
import { followRetention } from './follow-retention.ts';

const ready: DatabaseHealth = { state: 'ready', engineVersion: '1' };
const keeping = (context: number): Settings => {
  const settings = defaultSettings();
  return { ...settings, retentionDays: { ...settings.retentionDays, context } };
};

function setUp() {
  let health: DatabaseHealth = ready;
  let tell: (health: DatabaseHealth) => void = () => undefined;
  const days: number[] = [];
  const failures: Error[] = [];
  const follower = followRetention({
    applied: keeping(90),
    apply: ({ retentionDays }) => {
      const failure = failures.pop();
      if (failure !== undefined) return Promise.reject(failure);
      days.push(retentionDays.context);
      return Promise.resolve();
    },
    database: {
      health: () => health,
      onHealth: (listener) => {
        tell = listener;
        return () => undefined;
      },
    },
    log: () => undefined,
  });
  function become(next: DatabaseHealth): void {
    health = next;
    tell(next);
  }
  return { follower, days, failures, become };
}

it('applies a change of days, and nothing when other settings change', async () => {
  const { follower, days } = setUp();
  follower.set({ ...keeping(90), minFreeDiskBytes: 5 });
  follower.set(keeping(30));
  await follower.stop();
  expect(days).toEqual([30]);
});

it('waits for a database that is away, and then applies only the last change', async () => {
  const { follower, days, become } = setUp();
  become({ state: 'starting' });
  follower.set(keeping(30));
  follower.set(keeping(60));
  become(ready);
  await Promise.resolve();
  await follower.stop();
  expect(days).toEqual([60]);
});

it('tries again after a failure once the database is heard of', async () => {
  const { follower, days, failures, become } = setUp();
  failures.push(new Error('refused'));
  follower.set(keeping(30));
  await new Promise((settle) => setImmediate(settle));
  expect(days).toEqual([]);
  become(ready);
  await follower.stop();
  expect(days).toEqual([30]);
});
