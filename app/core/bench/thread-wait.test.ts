import { expect, it } from 'vitest';
import { threadTimes, waitNote } from './thread-wait.ts';

it('tells the share of waiting in the time in which there was work', () => {
  expect(waitNote({ cpuMs: 100, waitedMs: 10 }, { cpuMs: 130, waitedMs: 100 })).toContain('waited 75 % for a core');
  expect(waitNote({ cpuMs: 1, waitedMs: 1 }, { cpuMs: 1, waitedMs: 1 })).toBe('');
  expect(waitNote(null, { cpuMs: 1, waitedMs: 1 })).toBe('');
});

it('reads the times of this process where the system tells them, and of no process none', async () => {
  const times = await threadTimes(process.pid);
  if (process.platform === 'linux') expect(times?.cpuMs).toBeGreaterThan(0);
  expect(await threadTimes(2 ** 30)).toBeNull();
});
