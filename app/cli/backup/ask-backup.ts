import { type Result, fail, ok } from '../../contract/result.ts';
import { type SocketLine, askSocket } from '../../core/sources/socket/socket-client.ts';
import type { Invocation } from '../command.ts';
import { type Failure, exitCodes, inTrouble, unreached } from '../failure.ts';
import { byteSize } from '../../contract/byte-size.ts';
import { runningRuntime } from '../running-database.ts';
import { awaitStopRequest } from '../stop-request.ts';
import { printable } from '../text-table.ts';

const wipe = '\r\u001b[K';

/** Has the running Hivebar do something about backups, and draws how far it is. Ctrl-C cancels. */
export async function askBackup(
  { dataDir, terminal }: Pick<Invocation, 'dataDir' | 'terminal'>,
  request: SocketLine,
): Promise<Result<SocketLine, Failure>> {
  const runtime = await runningRuntime(dataDir);
  if (!runtime.ok) return runtime;
  const { socketPath } = runtime.value;
  if (socketPath === undefined) return unreached('This Hivebar has no socket open; hivebar status says why.');
  const stopRequest = awaitStopRequest(process, undefined);
  const cancel = new AbortController();
  void stopRequest.asked.then(() => cancel.abort());
  try {
    const answer = await askSocket(
      socketPath,
      { op: 'backup', ...request },
      {
        signal: cancel.signal,
        onLine: ({ done, total, message }) => {
          if (!terminal.showsProgress || typeof done !== 'number' || typeof message !== 'string') return;
          const amount = typeof total === 'number' ? `${byteSize(done)} of ${byteSize(total)}` : byteSize(done);
          terminal.tell(`${wipe}${amount}  ${printable(message)}`);
        },
      },
    );
    if (terminal.showsProgress) terminal.tell(wipe);
    if (cancel.signal.aborted) return inTrouble('Cancelled: nothing was changed.');
    return answer.ok ? ok(answer.value) : fail({ exitCode: exitCodes.trouble, message: printable(answer.error) });
  } finally {
    await stopRequest.stopListening();
  }
}
