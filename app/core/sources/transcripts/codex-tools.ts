import type { AgentRow } from '../agents/agent-row.ts';
import type { CodexSession } from './codex-lines.ts';
import { type JsonObject, asObject, jsonText, numberIn, objectIn, textIn } from './json-fields.ts';
import { NewestEntries } from './line-parser.ts';
import { wholeBytes } from './long-texts.ts';

interface OpenTool {
  readonly startMs: number;
  readonly name: string;
  readonly input: string;
  readonly server: string;
  /** What a line about its end said; undefined where there was none. */
  end?: ToolEnd;
}

interface ToolEnd {
  readonly durationMs?: number | undefined;
  readonly exitCode?: number | undefined;
  readonly server?: string;
  readonly failed?: boolean;
}

/** How the items that ask for a tool name it and its arguments. */
const requests: Readonly<Record<string, (item: JsonObject) => { readonly name: string; readonly input: unknown }>> = {
  function_call: (item) => ({ name: textIn(item, 'name'), input: item['arguments'] }),
  custom_tool_call: (item) => ({ name: textIn(item, 'name'), input: item['input'] }),
  local_shell_call: (item) => ({ name: 'local_shell', input: item['action'] }),
};
const answers: ReadonlySet<unknown> = new Set(['function_call_output', 'custom_tool_call_output']);

/** Brings the tools that the model asks for together with their ends and outputs, by `call_id`. */
export class CodexTools {
  private readonly session: CodexSession;
  private readonly open = new NewestEntries<OpenTool>(1_000);

  constructor(session: CodexSession) {
    this.session = session;
  }

  /** Whether the item asks for a tool. */
  opened(item: JsonObject, startMs: number): boolean {
    const request = requests[textIn(item, 'type')]?.(item);
    const callId = textIn(item, 'call_id');
    if (request === undefined || callId === '') return false;
    const server = textIn(item, 'namespace') || (/^mcp__(.+?)__/.exec(request.name)?.[1] ?? '');
    this.open.set(callId, { startMs, name: request.name, input: jsonText(request.input), server });
    return true;
  }

  /** Keeps what an event says of the end of a tool; the row waits for the output. */
  ended(event: JsonObject): void {
    const tool = this.open.get(textIn(event, 'call_id'));
    if (tool === undefined) return;
    const lasted = asObject(event['duration']);
    const invocation = objectIn(event, 'invocation');
    tool.end = {
      durationMs: lasted && (numberIn(lasted, 'secs') ?? 0) * 1_000 + (numberIn(lasted, 'nanos') ?? 0) / 1e6,
      exitCode: numberIn(event, 'exit_code'),
      server: textIn(invocation, 'server'),
      failed: 'Err' in objectIn(event, 'result'),
    };
  }

  /** The row of the tool whose output the item is. */
  answered(item: JsonObject, endMs: number): AgentRow[] {
    if (!answers.has(item['type'])) return [];
    const callId = textIn(item, 'call_id');
    const tool = this.open.take(callId);
    return tool === undefined ? [] : [this.row(callId, tool, item['output'], endMs)];
  }

  private row(callId: string, tool: OpenTool, answer: unknown, endMs: number): AgentRow {
    const { session } = this;
    const output = jsonText(asObject(answer)?.['content'] ?? answer);
    const outcome = outcomeOf(answer, output, tool.end);
    const durationMs = tool.end?.durationMs ?? outcome.durationMs ?? endMs - tool.startMs;
    return {
      source: 'codex',
      id: `codex:${callId}`,
      table: 'hive.tool_calls',
      row: {
        ts_ms: tool.startMs,
        thread_id: session.id,
        node_id: session.isSubagent ? 'subagent' : '',
        tool_name: tool.name,
        input_json: tool.input,
        output_json: output,
        input_bytes: wholeBytes(tool.input),
        output_bytes: wholeBytes(output),
        dur_us: Math.max(0, Math.round(durationMs * 1_000)),
        ok: outcome.errorType === '' ? 1 : 0,
        tool_call_id: callId,
        error_type: outcome.errorType,
        error_msg: outcome.errorType === '' ? '' : output,
        ...(outcome.errorType === 'rejected' ? { decision: 'reject', decision_source: 'user' } : {}),
        mcp_server: tool.end?.server || tool.server,
        agent_id: session.isSubagent ? session.id : '',
      },
    };
  }
}

/** How a tool ended, out of the forms that versions gave to outputs: an object, JSON in a text, or a text with a head. */
function outcomeOf(
  answer: unknown,
  output: string,
  end: ToolEnd | undefined,
): { readonly errorType: string; readonly durationMs: number | undefined } {
  const head = output.slice(0, 500);
  const metadata = objectIn(asObject(output.startsWith('{') ? parsed(output) : answer) ?? {}, 'metadata');
  const inHead = /(?:^Exit code: |^Process exited with code |\bexited with code )(\d+)/m.exec(head)?.[1];
  const exitCode = end?.exitCode ?? numberIn(metadata, 'exit_code') ?? (inHead === undefined ? 0 : Number(inHead));
  const seconds = numberIn(metadata, 'duration_seconds') ?? Number(/^Wall time: ([\d.]+) seconds/m.exec(head)?.[1]);
  const durationMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
  const told = endings.find(({ says }) => says.test(head))?.type;
  if (told !== undefined) return { errorType: told, durationMs };
  if (exitCode !== 0) return { errorType: 'exit_code', durationMs };
  const failed = end?.failed === true || asObject(answer)?.['success'] === false;
  return { errorType: failed ? 'tool_error' : '', durationMs };
}

const endings: readonly { readonly says: RegExp; readonly type: string }[] = [
  { says: /^(?:exec command |patch |tool call )?rejected by user/i, type: 'rejected' },
  { says: /^aborted(?: by user)?\b/i, type: 'interrupted' },
  { says: /^command timed out/i, type: 'timeout' },
];

/** Outputs of old versions are JSON; a text that only looks so is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
