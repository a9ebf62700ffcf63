import type { AgentRow } from '../agents/agent-row.ts';
import { failedCall } from './claude-code-failures.ts';
import { ClaudeCodeTools, nodeOf } from './claude-code-tools.ts';
import { type JsonObject, countIn, numberIn, objectIn, objectsIn, textIn, timeIn } from './json-fields.ts';
import type { FoundRow, LineParser, ParserContext } from './line-parser.ts';

/**
 * Session files of Claude Code. An answer is written as one line for each of its parts; all of them repeat its usage,
 * and the number of output tokens grows from a placeholder to the truth, so that a call is told of when its last line
 * is there. docs/formats/transcripts.md says what is read of which line.
 */
export function claudeCodeLines({ messages }: ParserContext): LineParser {
  const open = new Map<string, OpenAnswer>();
  const tools = new ClaudeCodeTools();
  const models = new Map<string, string>();
  let skippedLines = 0;

  function readAssistant(line: JsonObject, at: number): FoundRow[] {
    const message = objectIn(line, 'message');
    const timeMs = timeIn(line, 'timestamp');
    if (timeMs === undefined) return skip();
    const agentId = textIn(line, 'agentId');
    if (line['isApiErrorMessage'] === true) {
      const row = failedCall(line, message, { timeMs, model: models.get(agentId) ?? '' });
      return [...closeAll(), { row, at }];
    }
    const model = textIn(message, 'model');
    if (model === synthetic) return skip();
    for (const part of objectsIn(message, 'content')) {
      if (part['type'] === 'tool_use') tools.opened(part, line, timeMs);
    }
    const usage = objectIn(message, 'usage');
    const messageId = textIn(message, 'id');
    if (messageId === '' || Object.keys(usage).length === 0) return [];
    if (models.size < mostAgents || models.has(agentId)) models.set(agentId, model);
    const chain = chainOf(line, messageId);
    const answer = open.get(chain);
    if (answer?.messageId === messageId) {
      answer.add(line, at, usage);
      return [];
    }
    const rows = answer === undefined ? [] : close(chain, answer);
    open.set(chain, new OpenAnswer(line, { messageId, startMs: timeMs, at, usage }));
    for (const [oldest, old] of open) {
      if (open.size <= mostAgents) break;
      rows.push(...close(oldest, old));
    }
    return rows;
  }

  function close(chain: string, answer: OpenAnswer): FoundRow[] {
    open.delete(chain);
    const { messageId, requestId, isSidechain } = answer;
    const known = messages.requestOf(messageId);
    // A side question repeats answers of its session under requests of its own.
    if (isSidechain && known !== undefined && known !== requestId) return skip();
    messages.remember(messageId, requestId);
    return [{ row: answer.row(), at: answer.lastAt }];
  }

  function closeAll(): FoundRow[] {
    return [...open].flatMap(([chain, answer]) => close(chain, answer));
  }

  function skip(): FoundRow[] {
    skippedLines += 1;
    return [];
  }

  return {
    read(line, at) {
      const type = line['type'];
      if (type === 'assistant') return readAssistant(line, at);
      if (type !== 'user') return skip();
      const rows = tools.answered(line);
      return rows.length === 0 ? skip() : rows.map((row) => ({ row, at }));
    },
    settle: (quietMs) =>
      [...open].flatMap(([chain, answer]) => {
        const patienceMs = answer.hasStopped() ? settledAfterMs : unstoppedAfterMs;
        return quietMs >= patienceMs ? close(chain, answer) : [];
      }),
    end: closeAll,
    get openSince() {
      // The oldest stands first.
      for (const { firstAt } of open.values()) return firstAt;
      return undefined;
    },
    get skippedLines() {
      return skippedLines;
    },
  };
}

const synthetic = '<synthetic>';
/** Agents of one file whose answers may come mixed. */
const mostAgents = 32;
const settledAfterMs = 2_000;
/** The last line says why the model stopped; where a version does not, the next part may take this long to be made. */
const unstoppedAfterMs = 30_000;

/** The lines of one agent follow each other; old versions mix those of agents without a name into one file. */
function chainOf(line: JsonObject, messageId: string): string {
  const agentId = textIn(line, 'agentId');
  return agentId === '' && line['isSidechain'] === true ? `? ${messageId}` : agentId;
}

/** One answer whose lines are still coming. */
class OpenAnswer {
  readonly messageId: string;
  readonly requestId: string;
  readonly isSidechain: boolean;
  /** Where its first and its last line begin. */
  readonly firstAt: number;
  lastAt: number;
  private readonly startMs: number;
  private line: JsonObject;
  private usage: JsonObject;
  private stopReason = '';
  private readonly toolIds = new Set<string>();

  constructor(
    line: JsonObject,
    first: { readonly messageId: string; readonly startMs: number; readonly at: number; readonly usage: JsonObject },
  ) {
    this.messageId = first.messageId;
    this.requestId = textIn(line, 'requestId');
    this.isSidechain = line['isSidechain'] === true;
    this.firstAt = first.at;
    this.lastAt = first.at;
    this.startMs = first.startMs;
    this.line = line;
    this.usage = first.usage;
    this.add(line, first.at, first.usage);
  }

  add(line: JsonObject, at: number, usage: JsonObject): void {
    const message = objectIn(line, 'message');
    this.lastAt = at;
    for (const part of objectsIn(message, 'content')) {
      if (part['type'] === 'tool_use') this.toolIds.add(textIn(part, 'id'));
    }
    this.stopReason = textIn(message, 'stop_reason') || this.stopReason;
    if (countIn(usage, 'output_tokens') < countIn(this.usage, 'output_tokens')) return;
    // What was said may be large and is not kept.
    this.line = { ...line, message: { model: message['model'] } };
    this.usage = usage;
  }

  hasStopped(): boolean {
    return this.stopReason !== '';
  }

  row(): AgentRow {
    const { line, usage, requestId } = this;
    const durationMs = Math.round(Math.max(0, numberIn(line, 'durationMs') ?? 0));
    const costUsd = numberIn(line, 'costUSD');
    const thinking = countIn(objectIn(usage, 'output_tokens_details'), 'thinking_tokens');
    const output = countIn(usage, 'output_tokens');
    const reasoning = thinking <= output ? thinking : 0;
    return {
      source: 'claude-code',
      id: `claude-code:${requestId || this.ownId()}`,
      table: 'hive.model_invocations',
      row: {
        ts_ms: Math.max(0, this.startMs - durationMs),
        thread_id: textIn(line, 'sessionId'),
        node_id: nodeOf(line),
        provider: 'anthropic',
        model: textIn(objectIn(line, 'message'), 'model'),
        input_tokens: countIn(usage, 'input_tokens'),
        output_tokens: output - reasoning,
        reasoning_tokens: reasoning,
        cache_read_tokens: countIn(usage, 'cache_read_input_tokens'),
        ...cacheWrites(usage),
        dur_us: durationMs * 1_000,
        tool_calls: this.toolIds.size,
        ok: 1,
        source: 'claude-code-jsonl',
        source_version: textIn(line, 'version'),
        ...(costUsd === undefined ? {} : { cost_micros: Math.round(costUsd * 1e6), cost_source: 'vendor' }),
        request_id: requestId,
        finish_reason: stopReasons[this.stopReason] ?? this.stopReason,
        service_tier: tierOf(usage),
        effort: textIn(line, 'effort'),
        agent_id: textIn(line, 'agentId'),
      },
    };
  }

  /** Gateways number their messages anew in each session; those of Anthropic are unique. */
  private ownId(): string {
    return this.messageId.startsWith('msg_')
      ? `msg:${this.messageId}`
      : `msg:${textIn(this.line, 'sessionId')}:${this.messageId}`;
  }
}

const stopReasons: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
};

/** Written tokens by how long the cache keeps them; without that split they count as kept for the usual 5 minutes. */
function cacheWrites(usage: JsonObject): { cache_write_5m_tokens: number; cache_write_1h_tokens: number } {
  const all = countIn(usage, 'cache_creation_input_tokens');
  const split = objectIn(usage, 'cache_creation');
  const hour = Math.min(countIn(split, 'ephemeral_1h_input_tokens'), all);
  return { cache_write_5m_tokens: all - hour, cache_write_1h_tokens: hour };
}

function tierOf(usage: JsonObject): string {
  const speed = textIn(usage, 'speed');
  return speed !== '' && speed !== 'standard' ? speed : textIn(usage, 'service_tier');
}
