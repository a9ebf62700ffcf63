import { expect, it } from 'vitest';
import { type DatabaseHealth, databasePart, describeHealth } from './health.ts';
import { type DatabaseProblem, describeProblem } from './problem.ts';

const logFile = '/d/process.log';
const problems: DatabaseProblem[] = [
  { kind: 'already-running', pid: 4711, dataDir: '/d' },
  { kind: 'not-running', dataDir: '/d', reason: 'process 4711 has ended' },
  { kind: 'data-dir-unreadable', path: '/d', reason: 'EACCES: permission denied' },
  { kind: 'port-taken', ports: [8123, 9000] },
  { kind: 'library-missing', path: '/m/libchdb.so', packageName: '@chdb/lib-x', command: 'npm install @chdb/lib-x' },
  { kind: 'library-wrong-platform', path: '/m/libchdb.so', reason: 'built for linux-x64' },
  { kind: 'host-missing', path: '/n/clickhouse-host' },
  { kind: 'executable-missing', path: '/usr/bin/clickhouse', reason: 'no such file' },
  { kind: 'version-too-old', path: '/usr/bin/clickhouse', found: '18.16.1', needed: '25.8' },
  { kind: 'low-disk', path: '/d', freeBytes: 12_345_678, neededBytes: 1e9 },
  { kind: 'metadata-corrupt', file: 'store/a/t.sql' },
  { kind: 'start-failed', reason: 'no memory', logFile },
  { kind: 'start-timeout', afterMs: 60_000, logFile },
  { kind: 'crashed-repeatedly', times: 9, reason: 'ended by SIGSEGV', logFile },
  { kind: 'remote-unreachable', url: 'http://db:8123', reason: 'ECONNREFUSED' },
  { kind: 'remote-login-refused', url: 'http://db:8123', user: 'ann' },
];

it.each(problems)('says what happened, to what and what to do: $kind', (problem) => {
  const message = describeProblem(problem);
  expect(message).toMatch(/^[A-Z].*[.)\w]$/);
  expect(message).not.toMatch(/undefined|NaN|\[object/);
  for (const [key, value] of Object.entries(problem)) {
    if (key !== 'kind' && typeof value === 'string') expect(message).toContain(value);
  }
});

it('names the numbers in units for people', () => {
  const problem = { kind: 'low-disk', path: '/d', freeBytes: 12_345_678, neededBytes: 1e9 } as const;
  expect(describeProblem(problem)).toBe('Only 12.3 MB are free for /d, 1 GB are needed; free some space.');
});

it.each<[DatabaseHealth, string, string]>([
  [{ state: 'stopped' }, 'stopped', 'ClickHouse is not running.'],
  [{ state: 'starting' }, 'starting', 'ClickHouse is starting.'],
  [{ state: 'ready', engineVersion: '26.7.2.1' }, 'ok', 'ClickHouse 26.7.2.1 is running.'],
  [
    { state: 'restarting', attempt: 3, inMs: 1500, reason: 'ended by SIGKILL' },
    'failing',
    'ClickHouse stopped (ended by SIGKILL); attempt 3 to start it again follows in 1.5 s.',
  ],
  [
    {
      state: 'degraded',
      engineVersion: '26.7.2.1',
      reasons: [{ kind: 'not-answering', sinceMs: 0, reason: 'TCP port: no answer in 5000 ms' }],
    },
    'degraded',
    'ClickHouse runs but has not answered since 1970-01-01T00:00:00.000Z (TCP port: no answer in 5000 ms).',
  ],
  [{ state: 'failed', problem: { kind: 'metadata-corrupt', file: 'a.sql' } }, 'failing', 'The table definition a.sql'],
])('tells the person of %o', (health, state, message) => {
  expect(describeHealth(health)).toContain(message);
  expect(databasePart(health, { restarts: 2 })).toMatchObject({ name: 'database', state, counters: { restarts: 2 } });
});
