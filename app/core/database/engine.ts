import { basename, resolve } from 'node:path';
import { type Result, fail, ok, unreachable } from '../../contract/result.ts';
import { type VersionQuestion, askVersion } from './executable-version.ts';
import type { LocalEngine } from './local-engine.ts';
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

/** The oldest ClickHouse whose SQL the schema uses. */
export const minimumVersion = '25.8';

/** What a look at the engine needs to know of the machine. */
export type EngineSearch = Omit<LibrarySearch, 'libraryPath'> & Omit<VersionQuestion, 'path' | 'subcommand'>;

/** Looks whether the engine can run here, before anything of the data is opened. */
export async function prepareEngine(
  choice: Exclude<EngineChoice, { kind: 'remote' }>,
  search: EngineSearch,
): Promise<Result<LocalEngine, DatabaseProblem>> {
  switch (choice.kind) {
    case 'libchdb': {
      const library = findLibrary({ ...search, libraryPath: choice.libraryPath });
      return library.ok ? ok(libchdbEngine(library.value)) : library;
    }
    case 'executable':
      return prepareExecutable(resolve(choice.path), choice.minimumVersion ?? minimumVersion, search);
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

async function prepareExecutable(
  path: string,
  needed: string,
  search: EngineSearch,
): Promise<Result<LocalEngine, DatabaseProblem>> {
  // `clickhouse` is many programs in one and wants to be told which; `clickhouse-server` is not.
  const subcommand = basename(path) === 'clickhouse' ? ['server'] : [];
  const found = await askVersion({ ...search, path, subcommand });
  if (!found.ok) return found;
  if (!isAtLeast(found.value, needed)) return fail({ kind: 'version-too-old', path, found: found.value, needed });
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
