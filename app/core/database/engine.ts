import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { type Result, fail, ok, unreachable } from '../../contract/result.ts';
import type { DatabaseFiles } from './config.ts';
import { type LibrarySearch, findLibrary } from './libchdb.ts';
import type { DatabaseProblem } from './problem.ts';

/** Which ClickHouse runs. */
export type EngineChoice =
  | { readonly kind: 'libchdb'; readonly libraryPath?: string | undefined }
  | { readonly kind: 'executable'; readonly path: string; readonly minimumVersion?: string | undefined }
  | {
      readonly kind: 'remote';
      readonly url: string;
      readonly tcpPort: number;
      readonly user: string;
      readonly password: string;
    };

/** A ClickHouse that we start: what tells one from the other. */
export interface LocalEngine {
  readonly kind: 'libchdb' | 'executable';
  /** The server's own session logs in as `default`, and its `system` database must be put on disk. */
  readonly inProcess: boolean;
  /** Arguments of clickhouse-host. */
  readonly hostArguments: (files: DatabaseFiles) => string[];
}

/** The oldest ClickHouse whose SQL the schema uses. */
export const minimumVersion = '25.8';

/** Looks whether the engine can run here, before anything is written. */
export async function prepareEngine(
  choice: Exclude<EngineChoice, { kind: 'remote' }>,
  search: Omit<LibrarySearch, 'libraryPath'>,
): Promise<Result<LocalEngine, DatabaseProblem>> {
  switch (choice.kind) {
    case 'libchdb': {
      const library = findLibrary({ ...search, libraryPath: choice.libraryPath });
      return library.ok ? ok(libchdbEngine(library.value)) : library;
    }
    case 'executable':
      return prepareExecutable(choice.path, choice.minimumVersion ?? minimumVersion);
    default:
      return unreachable(choice);
  }
}

function libchdbEngine(library: string): LocalEngine {
  return {
    kind: 'libchdb',
    inProcess: true,
    hostArguments: (files) => ['--lib', library, '--start-file', files.startSql, '--', `--config-file=${files.config}`],
  };
}

async function prepareExecutable(path: string, needed: string): Promise<Result<LocalEngine, DatabaseProblem>> {
  // `clickhouse` is many programs in one and wants to be told which; `clickhouse-server` is not.
  const subcommand = basename(path) === 'clickhouse' ? ['server'] : [];
  const answer = await run(path, [...subcommand, '--version']);
  if (!answer.ok) return fail({ kind: 'executable-missing', path, reason: answer.error });
  const found = /version (\d+(?:\.\d+)+)/.exec(answer.value)?.[1];
  if (found === undefined) return fail({ kind: 'executable-missing', path, reason: 'it does not say its version' });
  if (!isAtLeast(found, needed)) return fail({ kind: 'version-too-old', path, found, needed });
  return ok({
    kind: 'executable',
    inProcess: false,
    hostArguments: (files) => ['--exec', path, '--', ...subcommand, `--config-file=${files.config}`],
  });
}

/** Compares dotted versions number by number; parts that `found` lacks count as zero. */
export function isAtLeast(found: string, needed: string): boolean {
  const have = found.split('.').map(Number);
  for (const [index, want] of needed.split('.').map(Number).entries()) {
    const part = have[index] ?? 0;
    if (part !== want) return part > want;
  }
  return true;
}

function run(path: string, args: string[]): Promise<Result<string, string>> {
  return new Promise((resolve) => {
    execFile(path, args, { timeout: 20_000, maxBuffer: 1_000_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(ok(stdout + stderr));
      else resolve(fail(error.message.split('\n', 1)[0] ?? 'it failed'));
    });
  });
}
