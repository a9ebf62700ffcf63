import type { AgentRow } from '../agents/agent-row.ts';
import { type JsonObject, jsonText, numberIn, objectIn, objectsIn, textIn, timeIn } from './json-fields.ts';
import { NewestEntries } from './line-parser.ts';
import { wholeBytes } from './long-texts.ts';

interface OpenTool {
  readonly startMs: number;
  readonly name: string;
  readonly input: string;
  readonly nodeId: string;
}

/** Brings the tools that answers ask for together with the lines of their results. */
export class ClaudeCodeTools {
  private readonly open = new NewestEntries<OpenTool>(1_000);

  opened(part: JsonObject, line: JsonObject, startMs: number): void {
    const id = textIn(part, 'id');
    if (id === '') return;
    const input = jsonText(part['input']);
    this.open.set(id, { startMs, name: textIn(part, 'name'), input, nodeId: nodeOf(line) });
  }

  /** The tools whose results a line of the person holds. */
  answered(line: JsonObject): AgentRow[] {
    const endMs = timeIn(line, 'timestamp');
    if (endMs === undefined) return [];
    return objectsIn(objectIn(line, 'message'), 'content').flatMap((part) => {
      if (part['type'] !== 'tool_result') return [];
      const id = textIn(part, 'tool_use_id');
      const tool = this.open.take(id);
      return tool === undefined ? [] : [rowOf(id, tool, part, line, endMs)];
    });
  }
}

function rowOf(id: string, tool: OpenTool, part: JsonObject, line: JsonObject, endMs: number): AgentRow {
  const failed = part['is_error'] === true;
  const output = jsonText(part['content']);
  const ending = failed ? (endings.find(({ says }) => says.test(output)) ?? unknownEnding) : undefined;
  const server = /^mcp__(.+?)__/.exec(tool.name)?.[1];
  return {
    source: 'claude-code',
    id: `claude-code:${id}`,
    table: 'hive.tool_calls',
    row: {
      ts_ms: tool.startMs,
      thread_id: textIn(line, 'sessionId'),
      node_id: tool.nodeId,
      tool_name: tool.name,
      input_json: tool.input,
      output_json: output,
      input_bytes: wholeBytes(tool.input),
      output_bytes: wholeBytes(output),
      dur_us: Math.round(runningMs(line, tool.startMs, endMs) * 1_000),
      ok: failed ? 0 : 1,
      tool_call_id: id,
      error_type: ending?.type ?? '',
      error_msg: failed ? output : '',
      ...(ending?.type === 'rejected' ? { decision: 'reject', decision_source: 'user' } : {}),
      mcp_server: server ?? '',
      agent_id: textIn(line, 'agentId'),
    },
  };
}

/** What the tool measured itself; else from the request to the result, which holds the wait for permission too. */
function runningMs(line: JsonObject, startMs: number, endMs: number): number {
  const result = objectIn(line, 'toolUseResult');
  const told = numberIn(result, 'durationMs') ?? numberIn(result, 'totalDurationMs');
  const seconds = numberIn(result, 'durationSeconds');
  return Math.max(0, told ?? (seconds === undefined ? endMs - startMs : seconds * 1_000));
}

const unknownEnding = { type: 'tool_error' };
const endings: readonly { readonly says: RegExp; readonly type: string }[] = [
  { says: /^.{0,40}The user doesn't want to (?:proceed|take this action)/, type: 'rejected' },
  { says: /^.{0,40}Request interrupted by user/, type: 'interrupted' },
  { says: /^.{0,40}Exit code \d+/, type: 'exit_code' },
  { says: /^.{0,40}Command timed out/, type: 'timeout' },
];

/** The agent within Claude Code, as its own files name it. */
export function nodeOf(line: JsonObject): string {
  return textIn(line, 'attributionAgent') || (line['isSidechain'] === true ? 'subagent' : '');
}
