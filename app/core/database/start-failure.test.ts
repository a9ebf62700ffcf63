import { expect, it } from 'vitest';
import { type StartEvidence, explainStartFailure } from './start-failure.ts';

const evidence: StartEvidence = {
  end: { code: 3, signal: null },
  refusal: undefined,
  output: '',
  logFile: '/d/process.log',
  executable: '/m/libchdb.so',
  dataDir: '/d',
  ports: { httpPort: 1, tcpPort: 2 },
  waitedMs: 60_000,
  ownerPid: 4711,
};

it.each([
  [
    'a port in use',
    'Code: 210. DB::NetException: Listen [127.0.0.1]:29000 failed: Poco::Exception. Net Exception: Address already in use',
    { kind: 'port-taken', ports: [1, 2] },
  ],
  [
    'a second instance',
    'Code: 76. DB::Exception: Cannot lock file /d/data/status. Another server instance in same directory is already running. (CANNOT_OPEN_FILE)\n',
    { kind: 'already-running', pid: 4711, dataDir: '/d' },
  ],
  [
    'an empty definition file',
    'Code: 62. DB::Exception: Empty query: Cannot parse definition from metadata file store/e0c/e0c1/small.sql',
    { kind: 'metadata-corrupt', file: 'store/e0c/e0c1/small.sql' },
  ],
  [
    'an unknown setting',
    "Processing configuration file.\nCode: 115. DB::Exception: Unknown setting 'x': while loading configuration. (UNKNOWN_SETTING)\n",
    {
      kind: 'start-failed',
      reason: "Unknown setting 'x': while loading configuration. (UNKNOWN_SETTING)",
      logFile: '/d/process.log',
    },
  ],
  ['nothing at all', '', { kind: 'start-failed', reason: 'ended by itself', logFile: '/d/process.log' }],
])('reads %s out of what ClickHouse printed', (_, output, problem) => {
  expect(explainStartFailure({ ...evidence, output })).toEqual(problem);
});

it('passes on what the host says of the library', () => {
  const output =
    'clickhouse-host: library other-platform: /m/libchdb.so is built for linux-arm64, this program needs linux-x64\n';
  expect(explainStartFailure({ ...evidence, output, end: { code: 4, signal: null } })).toEqual({
    kind: 'library-wrong-platform',
    path: '/m/libchdb.so',
    reason: 'other-platform: /m/libchdb.so is built for linux-arm64, this program needs linux-x64',
  });
});

it('tells silence from a death', () => {
  expect(explainStartFailure({ ...evidence, end: undefined })).toMatchObject({ kind: 'start-timeout' });
  const killed = { code: null, signal: 'SIGSEGV' };
  expect(explainStartFailure({ ...evidence, end: killed })).toMatchObject({ reason: 'ended by SIGSEGV' });
});
