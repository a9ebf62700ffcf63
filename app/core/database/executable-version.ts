import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Result, fail, ok } from '../../contract/result.ts';
import { databaseFiles } from './config.ts';
import { type LaunchOptions, launchServer } from './launch-server.ts';
import { type DatabaseProblem, describeProblem } from './problem.ts';
import { newUsers } from './users.ts';

export interface VersionQuestion extends Omit<LaunchOptions, 'engine' | 'files' | 'users' | 'preferredPorts'> {
  readonly path: string;
  /** `server` for the executable that is many programs in one. */
  readonly subcommand: readonly string[];
}

/**
 * The version of a ClickHouse executable. Servers of before 2020 do not know `--version`: they are started on an
 * empty folder and asked, because an old server must never open data that a newer one wrote.
 */
export async function askVersion(question: VersionQuestion): Promise<Result<string, DatabaseProblem>> {
  const { path, subcommand } = question;
  const answer = await run(path, [...subcommand, '--version']);
  const version = /version (\d+(?:\.\d+)+)/.exec(answer.output)?.[1];
  if (version !== undefined) return ok(version);
  if (!/unknown option/i.test(answer.output)) {
    return fail({ kind: 'executable-missing', path, reason: answer.failure ?? 'it does not say its version' });
  }
  return startAndAsk(question);
}

async function startAndAsk(question: VersionQuestion): Promise<Result<string, DatabaseProblem>> {
  const { path, subcommand, dataDir } = question;
  const scratch = await mkdtemp(join(dataDir, 'version-check-'));
  const files = databaseFiles(scratch);
  await mkdir(files.home, { recursive: true });
  try {
    const started = await launchServer({
      ...question,
      dataDir: scratch,
      files,
      users: newUsers(),
      preferredPorts: undefined,
      engine: {
        kind: 'executable',
        inProcess: false,
        bareUsers: true,
        hostArguments: ({ config }) => ['--exec', path, '--', ...subcommand, `--config-file=${config}`],
      },
    });
    if (!started.ok) {
      return fail({ kind: 'executable-missing', path, reason: describeProblem(started.error) });
    }
    await started.value.stop();
    return ok(started.value.engineVersion);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function run(path: string, args: string[]): Promise<{ readonly output: string; readonly failure: string | undefined }> {
  return new Promise((resolve) => {
    execFile(path, args, { timeout: 20_000, maxBuffer: 1_000_000 }, (error, stdout, stderr) => {
      resolve({ output: stdout + stderr, failure: error?.message.split('\n', 1)[0] });
    });
  });
}
