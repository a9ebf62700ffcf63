import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { type McpServerDeps, createMcpServer } from './mcp-server.ts';

/** A client on the other end of two streams. */
export interface McpConnection {
  /** Settles when the client has closed its end. */
  readonly ended: Promise<void>;
  /** Ends the connection; statements that run for it are cancelled. */
  close(): Promise<void>;
}

/** Serves MCP, of today's revision and of the one before, to the client behind `input` and `output`. */
export function serveMcp(input: Readable, output: Writable, deps: McpServerDeps): McpConnection {
  const ended = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) input.once(event, resolve);
  });
  const transport = new StdioServerTransport(input, output);
  const handle = serveStdio(() => createMcpServer(deps), { transport });
  return { ended, close: () => handle.close() };
}
