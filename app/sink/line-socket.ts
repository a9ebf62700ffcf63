import { connect } from 'node:net';

const lineCharactersLimit = 4 * 1024 * 1024;

export interface LineSocketEvents {
  readonly onOpen: () => void;
  readonly onLine: (line: Readonly<Record<string, unknown>>) => void;
  /** Called once, also when the socket never opened or `close` was called. */
  readonly onClose: (reason: string) => void;
}

/** A connection to Hivebar's Unix socket, which does not keep the program alive. */
export interface LineSocket {
  send(line: string): void;
  close(): void;
}

export function openLineSocket(path: string, { onOpen, onLine, onClose }: LineSocketEvents): LineSocket {
  const socket = connect(path).unref();
  let rest = '';
  let reason = 'Hivebar closed the connection';
  let closed = false;

  function take(text: string): void {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > lineCharactersLimit) breakOff('an answer is too long');
    for (const line of lines) {
      const parsed = parseObject(line);
      if (parsed === undefined) breakOff('an answer is no JSON object');
      // A listener may have closed the socket: what still came is not for anybody.
      else if (!closed) onLine(parsed);
    }
  }

  function breakOff(why: string): void {
    reason = why;
    closed = true;
    socket.destroy();
  }

  socket.setEncoding('utf8');
  socket.once('connect', onOpen);
  socket.on('data', (text: string) => take(text));
  socket.on('error', (error) => (reason = error.message));
  socket.once('close', () => {
    closed = true;
    onClose(reason);
  });
  return {
    send: (line) => void socket.write(`${line}\n`),
    close: () => {
      closed = true;
      socket.destroy();
    },
  };
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    // Whoever writes such lines is no Hivebar: the caller breaks the connection off and says so.
    return undefined;
  }
}
