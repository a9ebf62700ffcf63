import type { CallToolResult, McpServer } from '@modelcontextprotocol/server';
import type * as z from 'zod';
import type { Result } from '../contract/result.ts';

/** What a tool is given besides its input. */
export interface ToolCall {
  /** Aborted when the client cancels the call or goes away. */
  readonly signal: AbortSignal;
}

/**
 * One tool: everything that a client is told of it, and what it does. Reads only. An expected failure is a sentence
 * for the agent that says what to do; the client gets it as an error of the tool, never of the protocol.
 */
export interface Tool<Takes extends z.ZodObject = z.ZodObject, Gives extends z.ZodObject = z.ZodObject> {
  /** Lower case and underscores: some clients refuse a whole server over any other character. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly takes: Takes;
  readonly gives: Gives;
  run(input: z.output<Takes>, call: ToolCall): Promise<Result<z.input<Gives>, string>>;
}

/** The longest sentence that goes back for a failure; some quote what ClickHouse quoted. */
const longestFailure = 2_000;

/** Claude Code puts longer answers into a file unless a tool says that they are meant. Two of the largest answers. */
const longestResultChars = 400_000;

/** Registers a tool with the annotations and the answers that all of ours have. */
export function offerTool<Takes extends z.ZodObject, Gives extends z.ZodObject>(
  server: McpServer,
  tool: Tool<Takes, Gives>,
  onBug: (error: unknown) => void,
): void {
  const { name, title, description, takes, gives } = tool;
  const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
  const described = {
    title,
    description,
    inputSchema: takes as z.ZodObject,
    outputSchema: gives as z.ZodObject,
    annotations: { title, ...annotations },
    _meta: { 'anthropic/maxResultSizeChars': longestResultChars },
  };
  server.registerTool(name, described, async (input, { mcpReq: { signal } }) => {
    try {
      const answer = await tool.run(input as z.output<Takes>, { signal });
      return answer.ok ? success(answer.value) : failure(answer.error);
    } catch (error) {
      onBug(error);
      return failure(`This is a bug in Hivebar: ${String(error)}. Calling again with other arguments may still work.`);
    }
  });
}

/** The same facts twice: some clients show a model the text alone, others the structure alone. */
function success(value: object): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: { ...value } };
}

function failure(message: string): CallToolResult {
  const text = message.length <= longestFailure ? message : `${message.slice(0, longestFailure)} …`;
  return { content: [{ type: 'text', text }], isError: true };
}
