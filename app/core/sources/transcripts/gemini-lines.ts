import type { AgentRow } from '../agents/agent-row.ts';
import { type JsonObject, countIn, jsonText, objectIn, objectsIn, textIn, timeIn } from './json-fields.ts';
import { type FoundRow, type LineParser, NewestEntries, type ParserContext } from './line-parser.ts';
import { wholeBytes } from './long-texts.ts';

/**
 * Session files of Gemini CLI. A message is written again, whole and under the same id, each time something is known
 * about it: its tokens, its tools, their results. docs/formats/transcripts.md says what is read.
 */
export function geminiLines({ name }: ParserContext): LineParser {
  let sessionId = name;
  let isSubagent = false;
  let open: { readonly message: JsonObject; readonly at: number; readonly firstAt: number } | undefined;
  /** What was told of the newest messages: their call (an empty text) and their tools. */
  const told = new NewestEntries<Set<string>>(1_000);
  let skippedLines = 0;

  function skip(): FoundRow[] {
    skippedLines += 1;
    return [];
  }

  function close(): FoundRow[] {
    if (open === undefined) return [];
    const { message, at } = open;
    open = undefined;
    const id = textIn(message, 'id');
    const before = told.get(id) ?? new Set<string>();
    told.set(id, before);
    const timeMs = timeIn(message, 'timestamp') ?? 0;
    const place = isSubagent
      ? { sessionId, node_id: 'subagent', agent_id: sessionId }
      : { sessionId, node_id: '', agent_id: '' };
    const made: FoundRow[] = [];
    if (!before.has('') && Object.keys(objectIn(message, 'tokens')).length > 0) {
      before.add('');
      made.push({ row: callRow(message, place, timeMs), at });
    }
    for (const tool of objectsIn(message, 'toolCalls')) {
      const toolId = textIn(tool, 'id');
      if (toolId === '' || before.has(toolId) || !endedStates.has(textIn(tool, 'status'))) continue;
      before.add(toolId);
      made.push({ row: toolRow(tool, place, timeMs), at });
    }
    return made;
  }

  return {
    read(line, at) {
      const id = textIn(line, 'id');
      if (id === '') {
        sessionId = textIn(line, 'sessionId') || sessionId;
        isSubagent ||= line['kind'] === 'subagent';
        return skip();
      }
      const rows = open !== undefined && open.message['id'] !== id ? close() : [];
      if (line['type'] !== 'gemini' || timeIn(line, 'timestamp') === undefined) skippedLines += 1;
      else open = { message: line, at, firstAt: open?.firstAt ?? at };
      return rows;
    },
    settle: (quietMs) => (quietMs >= settledAfterMs ? close() : []),
    end: close,
    get openSince() {
      return open?.firstAt;
    },
    get skippedLines() {
      return skippedLines;
    },
  };
}

const settledAfterMs = 2_000;
const endedStates: ReadonlySet<string> = new Set(['success', 'error', 'cancelled']);

interface Place {
  readonly sessionId: string;
  readonly node_id: string;
  readonly agent_id: string;
}

/** Named by its counts, as its telemetry is: neither has a name for a single call. */
function callRow(message: JsonObject, { sessionId, node_id, agent_id }: Place, timeMs: number): AgentRow {
  const tokens = objectIn(message, 'tokens');
  const [input, output, cached] = [countIn(tokens, 'input'), countIn(tokens, 'output'), countIn(tokens, 'cached')];
  const [thoughts, tool] = [countIn(tokens, 'thoughts'), countIn(tokens, 'tool')];
  const read = Math.min(cached, input);
  return {
    source: 'gemini',
    id: `gemini:${sessionId}:${input}:${output}:${cached}:${thoughts}`,
    table: 'hive.model_invocations',
    row: {
      ts_ms: timeMs,
      thread_id: sessionId,
      node_id,
      provider: 'google',
      model: textIn(message, 'model'),
      input_tokens: input - read + tool,
      cache_read_tokens: read,
      output_tokens: output,
      reasoning_tokens: thoughts,
      tool_calls: objectsIn(message, 'toolCalls').length,
      ok: 1,
      source: 'gemini-jsonl',
      agent_id,
    },
  };
}

function toolRow(tool: JsonObject, { sessionId, node_id, agent_id }: Place, messageMs: number): AgentRow {
  const status = textIn(tool, 'status');
  const input = jsonText(tool['args']);
  const output = jsonText(tool['result']);
  const id = textIn(tool, 'id');
  return {
    source: 'gemini',
    id: `gemini:${sessionId}:${id}`,
    table: 'hive.tool_calls',
    row: {
      // The time of the tool itself is that of its end.
      ts_ms: messageMs,
      thread_id: sessionId,
      node_id,
      tool_name: textIn(tool, 'name'),
      input_json: input,
      output_json: output,
      input_bytes: wholeBytes(input),
      output_bytes: wholeBytes(output),
      dur_us: 0,
      ok: status === 'success' ? 1 : 0,
      tool_call_id: id,
      error_type: status === 'cancelled' ? 'cancelled' : status === 'error' ? 'tool_error' : '',
      error_msg: status === 'success' ? '' : textIn(tool, 'resultDisplay'),
      mcp_server: /^mcp__(.+?)__/.exec(textIn(tool, 'name'))?.[1] ?? '',
      agent_id,
    },
  };
}
