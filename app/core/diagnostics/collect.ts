import { arch, hostname, release, totalmem, userInfo } from 'node:os';
import type { RecorderStatus } from '../../contract/health.ts';
import type { Result } from '../../contract/result.ts';
import type { TableSpace } from '../../contract/settings-calls.ts';
import type { Host } from '../host.ts';
import { programVersion } from '../program-version.ts';
import { readSettings } from '../settings-file.ts';
import { type DiagnosticsInput, diagnosticsText } from './diagnostics.ts';
import { lastLogLines } from './log-lines.ts';

/** What only the door that collects can say. */
export interface CollectOptions {
  readonly status: RecorderStatus | undefined;
  readonly tableSpace: () => Promise<Result<readonly TableSpace[], string>>;
  readonly checks?: DiagnosticsInput['checks'];
}

/** Collects the report of this machine; it is saved or sent by nobody but the person. */
export async function collectDiagnostics(
  { clock, paths, account }: Pick<Host, 'clock' | 'paths' | 'account'>,
  { status, tableSpace, checks }: CollectOptions,
): Promise<string> {
  const { dataDir } = paths;
  const personal = {
    dataDir,
    homeDir: account.homeDir,
    userName: userInfo().username,
    hostName: hostname(),
  };
  return diagnosticsText(
    {
      nowMs: clock.now(),
      versions: { hivebar: programVersion, ...ownVersions() },
      platform: { system: process.platform, release: release(), arch: arch(), memoryBytes: totalmem() },
      status,
      settings: await readSettings(dataDir),
      tables: await tableSpace(),
      logLines: await lastLogLines(dataDir, personal),
      ...(checks === undefined ? {} : { checks }),
    },
    personal,
  );
}

function ownVersions(): Record<string, string> {
  const { node, electron, chrome, v8 } = process.versions as Readonly<Record<string, string | undefined>>;
  return Object.fromEntries(
    Object.entries({ node, electron, chrome, v8 }).flatMap(([name, version]) =>
      version === undefined ? [] : [[name, version]],
    ),
  );
}
