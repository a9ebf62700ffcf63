import { type Result, fail } from '../contract/result.ts';
import { type DatabaseDoors, connectDatabase } from '../core/database/database.ts';
import { type DatabaseProblem, describeProblem } from '../core/database/problem.ts';
import { readRuntime } from '../core/database/runtime-file.ts';
import { type SocketLine, askSocket } from '../core/sources/socket/socket-client.ts';

/**
 * Runs `work` on the database of the Hivebar that runs now. Each call looks for it anew, so that a client may be
 * started before Hivebar and outlive it.
 */
export async function withRunningDatabase<T>(
  dataDir: string,
  work: (database: DatabaseDoors) => Promise<Result<T, string>>,
): Promise<Result<T, string>> {
  const connected = await connectDatabase(dataDir);
  if (!connected.ok) return fail(whatToDo(connected.error));
  const database = connected.value;
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Asks the Hivebar that runs now one thing over its Unix socket. */
export async function askRunningHivebar(
  dataDir: string,
  request: SocketLine,
  signal: AbortSignal,
): Promise<Result<SocketLine, string>> {
  const runtime = await readRuntime(dataDir);
  if (!runtime.ok) return fail(whatToDo(runtime.error));
  const { socketPath } = runtime.value;
  if (socketPath === undefined) {
    return fail('Hivebar has no socket open, so this cannot be asked; "hivebar status" in a terminal says why.');
  }
  const answer = await askSocket(socketPath, request, { signal });
  return answer.ok ? answer : fail(`Hivebar did not answer: ${answer.error}.`);
}

function whatToDo(problem: DatabaseProblem): string {
  if (problem.kind !== 'not-running') return describeProblem(problem);
  return (
    `Hivebar is not running on ${problem.dataDir} (${problem.reason}). Ask the person to start the Hivebar app, ` +
    'or to run "hivebar serve"; then call this tool again.'
  );
}
