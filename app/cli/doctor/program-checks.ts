import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { describeProblem } from '../../core/database/problem.ts';
import { isAtLeast } from '../../core/database/engine.ts';
import { findLibrary } from '../../core/database/libchdb.ts';
import { unreachable } from '../../contract/result.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Paths } from '../../core/host.ts';
import { type Check, failure, fine } from './check.ts';

/** Whether this Node can run Hivebar; the same bounds as `engines` in package.json. */
export function checkNode(version: string): Check {
  const major = Number(version.split('.', 1)[0]);
  const wanted = major === 20 ? isAtLeast(version, '20.19.0') : isAtLeast(version, '22.12.0');
  if (wanted) return fine('node', `Node ${version}.`);
  return failure(
    'node',
    `Node ${version} is too old or an odd release.`,
    'Install Node 22.12 or newer, or 20.19 or newer.',
  );
}

/** Whether what `npm run build` compiles is there. */
export async function checkNativeParts({ nativeDir }: Paths): Promise<Check> {
  const missing: string[] = [];
  for (const [file, mode] of [
    ['seqch.node', constants.R_OK],
    ['clickhouse-host', constants.X_OK],
  ] as const) {
    await access(join(nativeDir, file), mode).catch(() => missing.push(file));
  }
  if (missing.length === 0) return fine('native parts', `The writer and the ClickHouse launcher are in ${nativeDir}.`);
  return failure('native parts', `${missing.join(' and ')} not usable in ${nativeDir}.`, 'Run npm run build.');
}

/** Whether there is a ClickHouse for this machine. That an executable is new enough is seen when it starts. */
export async function checkEngine({ engine }: Settings, { resourcesDir }: Paths): Promise<Check> {
  const name = 'engine';
  switch (engine.kind) {
    case 'remote':
      return fine(name, 'The settings name a remote ClickHouse server.');
    case 'executable': {
      const usable = await access(engine.path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (usable) return fine(name, `The settings name the executable ${engine.path}.`);
      return failure(name, `${engine.path} cannot be run.`, 'Correct engine.path in settings.json.');
    }
    case 'libchdb': {
      const { platform, arch } = process;
      const found = findLibrary({ platform, arch, resourcesDir, libraryPath: engine.libraryPath });
      if (found.ok) return fine(name, 'The ClickHouse library for this machine is there.');
      return failure(name, describeProblem(found.error), 'Then start Hivebar again.');
    }
    default:
      return unreachable(engine);
  }
}
