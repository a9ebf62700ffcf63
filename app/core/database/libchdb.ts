import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { DatabaseProblem } from './problem.ts';

export interface LibrarySearch {
  readonly platform: string;
  readonly arch: string;
  /** Where the program's own files lie; its parents are searched for node_modules. */
  readonly resourcesDir: string;
  /** A library that the person chose; nothing else is tried then. */
  readonly libraryPath?: string | undefined;
}

/** The npm package that carries libchdb for a platform; undefined where there is none. */
export function libraryPackage(platform: string, arch: string): string | undefined {
  return libraryPackages[`${platform}-${arch}`];
}

const libraryPackages: Readonly<Record<string, string>> = {
  'darwin-arm64': '@chdb/lib-darwin-arm64',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'linux-x64': '@chdb/lib-linux-x64-gnu',
};

/** The places where the library may be, best first. */
export function libraryCandidates(search: LibrarySearch): string[] {
  if (search.libraryPath !== undefined) return [resolve(search.libraryPath)];
  const packageName = libraryPackage(search.platform, search.arch);
  if (packageName === undefined) return [];
  const folders = [search.resourcesDir];
  for (const parent of parents(search.resourcesDir)) {
    folders.push(
      join(parent, 'node_modules', packageName),
      join(parent, 'app.asar.unpacked/node_modules', packageName),
    );
  }
  return folders.flatMap((folder) => ['libchdb.so', 'libchdb.dylib'].map((file) => join(folder, file)));
}

/** Finds libchdb for this machine, or says what to install. */
export function findLibrary(
  search: LibrarySearch,
  exists: (path: string) => boolean = existsSync,
): Result<string, DatabaseProblem> {
  const candidates = libraryCandidates(search);
  const found = candidates.find(exists);
  if (found !== undefined) return ok(found);
  const packageName = libraryPackage(search.platform, search.arch);
  if (packageName === undefined) {
    return fail({
      kind: 'library-wrong-platform',
      path: 'libchdb',
      reason: `there is none for ${search.platform} ${search.arch}, choose a clickhouse executable or a remote server in the settings`,
    });
  }
  return fail({
    kind: 'library-missing',
    path: candidates[search.libraryPath === undefined ? 2 : 0] ?? packageName,
    packageName,
    command: `npm install --no-save ${packageName}@${libraryVersion}`,
  });
}

/** The version that chdb 3.4.0 pins for all four platforms. */
export const libraryVersion = '26.7.3-stable.1';

function parents(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...parents(parent)];
}
