import { type Result, fail, ok } from '../contract/result.ts';
import { type DatabaseDoors, connectDatabase } from '../core/database/database.ts';
import { probeHttp } from '../core/database/probe.ts';
import { describeProblem } from '../core/database/problem.ts';
import { type Runtime, loginOf, readRuntime } from '../core/database/runtime-file.ts';
import { type Failure, exitCodes, unreached } from './failure.ts';

/** A login over a loopback connection takes a few milliseconds; a server that needs longer than this is in trouble. */
const probeLimitMs = 3_000;

/** Whether the ClickHouse of the recorder that runs on the data directory lets us in now. */
export async function probeDatabase(dataDir: string): Promise<boolean> {
  const runtime = await readRuntime(dataDir);
  return runtime.ok && (await probeHttp(loginOf(runtime.value, 'reader'), probeLimitMs)).ok;
}

/** The database of the running recorder, as a command uses it. */
export interface RunningDatabase extends DatabaseDoors {
  runtime(): Runtime;
  close(): Promise<void>;
}

/** Runs `work` on the database of the running recorder and closes the connections after it, whatever happened. */
export async function withRunningDatabase<T>(
  dataDir: string,
  work: (database: RunningDatabase) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const connected = await connectDatabase(dataDir);
  if (!connected.ok) return unreached(describeProblem(connected.error));
  const database = connected.value;
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** The addresses and accounts of the running recorder. */
export async function runningRuntime(dataDir: string): Promise<Result<Runtime, Failure>> {
  const runtime = await readRuntime(dataDir);
  if (runtime.ok) return ok(runtime.value);
  return fail({ exitCode: exitCodes.unreachable, message: describeProblem(runtime.error) });
}
