import { ok } from '../../../contract/result.ts';
import type { SocketOp } from './socket-op.ts';

/** Of the protocol in docs/formats/socket.md. It grows additively; a change that breaks clients counts it up. */
const protocol = 1;

/** `ping`: who answers. */
export function pingOp(version: string): SocketOp {
  return { name: 'ping', run: () => Promise.resolve(ok({ version, protocol, pid: process.pid })) };
}
