import { Socket } from 'node:net';

/** Every TCP connection that this process opens, whoever opens it: all of them go through one method of Node. */
export interface Connections {
  /** `host:port`, in order. */
  readonly opened: readonly string[];
  readonly restore: () => void;
}

export function watchConnections(): Connections {
  const opened: string[] = [];
  const real = Object.getOwnPropertyDescriptor(Socket.prototype, 'connect');
  if (real === undefined) throw new Error('Sockets connect in another way than this knows.');
  const connect = real.value as (...args: unknown[]) => unknown;
  Object.defineProperty(Socket.prototype, 'connect', {
    ...real,
    value: function (this: Socket, ...args: unknown[]) {
      opened.push(placeOf(args));
      return connect.apply(this, args);
    },
  });
  return { opened, restore: () => void Object.defineProperty(Socket.prototype, 'connect', real) };
}

/** The options are the first argument, or the first of a list that Node has prepared. */
function placeOf([first]: readonly unknown[]): string {
  const options: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof options !== 'object' || options === null) return String(options);
  const { host, port } = options as { readonly host?: string; readonly port?: number | string };
  return `${host ?? 'localhost'}:${port ?? ''}`;
}
