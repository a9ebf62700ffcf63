import { type Result, fail, ok } from '../../contract/result.ts';
import { type SocketLine, askSocket } from '../../core/sources/socket/socket-client.ts';
import type { Invocation } from '../command.ts';
import { type Failure, exitCodes, unreached } from '../failure.ts';
import { runningRuntime } from '../running-database.ts';
import { printable } from '../text-table.ts';

/** Asks the always-on agent of the running Hivebar one thing. */
export async function askAgent(
  { dataDir }: Pick<Invocation, 'dataDir'>,
  request: SocketLine,
): Promise<Result<SocketLine, Failure>> {
  const runtime = await runningRuntime(dataDir);
  if (!runtime.ok) return runtime;
  const { socketPath } = runtime.value;
  if (socketPath === undefined) return unreached('This Hivebar has no socket open; hivebar status says why.');
  const answer = await askSocket(socketPath, { op: 'agent', ...request });
  return answer.ok ? ok(answer.value) : fail({ exitCode: exitCodes.trouble, message: printable(answer.error) });
}
