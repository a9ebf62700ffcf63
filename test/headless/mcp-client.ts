import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { program } from './hivebar-program.ts';

/** What a tool answered. */
export interface ToolAnswer {
  readonly isError: boolean;
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
}

/** A client of `hivebar mcp`, which runs as a process of its own, as agents start it. */
export interface McpClient {
  readonly client: Client;
  call(name: string, input?: Record<string, unknown>, signal?: AbortSignal): Promise<ToolAnswer>;
  /** Everything that `hivebar mcp` has said beside the protocol. */
  stderr(): string;
  close(): Promise<void>;
}

/** `era`: the revision that agents speak today, or the one that a client finds out about. */
export async function startMcpClient(dataDir: string, era: 'legacy' | 'auto' = 'legacy'): Promise<McpClient> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, 'mcp', '--data-dir', dataDir],
    stderr: 'pipe',
  });
  const told: string[] = [];
  transport.stderr?.on('data', (chunk: Buffer) => told.push(chunk.toString('utf8')));
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: era } });
  await client.connect(transport);
  return {
    client,
    async call(name, input = {}, signal) {
      const options = { timeout: 90_000, ...(signal === undefined ? {} : { signal }) };
      const answer = await client.callTool({ name, arguments: input }, options);
      const [first] = answer.content;
      return {
        isError: answer.isError === true,
        text: first?.type === 'text' ? first.text : '',
        structured: (answer.structuredContent ?? {}) as Readonly<Record<string, unknown>>,
      };
    },
    stderr: () => told.join(''),
    close: () => client.close(),
  };
}
