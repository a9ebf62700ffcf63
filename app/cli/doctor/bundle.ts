import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { TableSpace } from '../../contract/settings-calls.ts';
import { connectDatabase } from '../../core/database/database.ts';
import { describeProblem } from '../../core/database/problem.ts';
import { readTableSpace } from '../../core/database/table-space.ts';
import { collectDiagnostics } from '../../core/diagnostics/collect.ts';
import { isProcessAlive, readStatusFile } from '../../core/status-file.ts';
import { type Failure, exitCodes } from '../failure.ts';
import { nodeHost } from '../node-host.ts';
import { programPaths } from '../program-paths.ts';
import type { Check } from './check.ts';

/** Writes the report of this machine, readable by this account alone. */
export async function writeBundle(
  file: string,
  dataDir: string,
  checks: readonly Check[],
): Promise<Result<undefined, Failure>> {
  const status = await readStatusFile(dataDir, { now: Date.now, isAlive: isProcessAlive });
  const text = await collectDiagnostics(nodeHost(dataDir), {
    status: status.ok && status.value.kind !== 'gone' ? status.value.status : undefined,
    tableSpace: () => tableSpace(dataDir),
    checks,
  });
  try {
    await writeFile(resolve(file), text, { mode: 0o600 });
    return ok(undefined);
  } catch (error) {
    return fail({ exitCode: exitCodes.trouble, message: `${file} cannot be written (${String(error)}).` });
  }
}

async function tableSpace(dataDir: string): Promise<Result<readonly TableSpace[], string>> {
  const database = await connectDatabase(dataDir);
  if (!database.ok) return fail(describeProblem(database.error));
  try {
    return ok(await readTableSpace(database.value.admin, programPaths(dataDir).schemaDir));
  } catch (error) {
    return fail(`The database did not tell (${String(error)}).`);
  } finally {
    await database.value.close();
  }
}
