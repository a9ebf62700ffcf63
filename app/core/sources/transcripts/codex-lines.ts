import type { AgentRow } from '../agents/agent-row.ts';
import { CodexTools } from './codex-tools.ts';
import { type CodexUsage, codexUsage, isSameUsage, usageRow, usageSince } from './codex-usage.ts';
import { type JsonObject, asObject, objectIn, textIn, timeIn } from './json-fields.ts';
import { type LineParser, NewestEntries, type ParserContext } from './line-parser.ts';

/** What the head of a session file and its turns say of every call below them. */
export interface CodexSession {
  id: string;
  version: string;
  provider: string;
  model: string;
  effort: string;
  serviceTier: string;
  /** Session from which this one was forked, empty for none. */
  parentId: string;
  isSubagent: boolean;
}

/**
 * Session files of Codex. After each answer of the model a line tells its usage; docs/formats/transcripts.md says what
 * is read of which line. A forked session begins with a copy of its parent's lines, which are the parent's calls.
 */
export function codexLines({ name }: ParserContext): LineParser {
  const session: CodexSession = {
    id: name.slice(-36),
    version: '',
    provider: 'openai',
    model: '',
    effort: '',
    serviceTier: '',
    parentId: '',
    isSubagent: false,
  };
  const tools = new CodexTools(session);
  const unclaimed = new NewestEntries<{ readonly usage: CodexUsage; readonly timeMs: number }>(64);
  let copied: CopiedHistory | undefined;
  let hasHead = false;
  let totals: CodexUsage | undefined;
  let toolCalls = 0;
  let skippedLines = 0;

  function skip(): AgentRow[] {
    skippedLines += 1;
    return [];
  }

  function readHead(payload: JsonObject): AgentRow[] {
    // Further heads are copies of the parent's.
    if (hasHead) return skip();
    hasHead = true;
    session.id = textIn(payload, 'id') || session.id;
    session.version = textIn(payload, 'cli_version');
    session.provider = textIn(payload, 'model_provider') || session.provider;
    session.model = textIn(payload, 'model');
    const subagent = asObject(objectIn(payload, 'source')['subagent']) ?? {};
    const spawn = objectIn(subagent, 'thread_spawn');
    session.parentId = textIn(payload, 'forked_from_id') || textIn(spawn, 'parent_thread_id');
    session.isSubagent = Object.keys(spawn).length > 0;
    if (session.parentId !== '') copied = new CopiedHistory(timeIn(payload, 'timestamp') ?? 0);
    return skip();
  }

  function readTurn(payload: JsonObject): AgentRow[] {
    session.model = textIn(payload, 'model') || session.model;
    session.effort = textIn(payload, 'effort') || textIn(payload, 'reasoning_effort');
    return skip();
  }

  function readTokenCount(payload: JsonObject, timeMs: number): AgentRow[] {
    const info = asObject(payload['info']);
    // Without it the line tells of rate limits only.
    if (info === undefined) return skip();
    const total = codexUsage(asObject(info['total_token_usage']));
    const repeated = total !== undefined && totals !== undefined && isSameUsage(total, totals);
    const last = codexUsage(asObject(info['last_token_usage'])) ?? (total && usageSince(totals, total));
    totals = total ?? totals;
    const asked = toolCalls;
    if (last === undefined || repeated || copied !== undefined) return skip();
    toolCalls = 0;
    return [usageRow(session, last, { timeMs, toolCalls: asked, querySource: '' })];
  }

  function readCompaction(payload: JsonObject): AgentRow[] {
    const record = unclaimed.take(textIn(payload, 'compaction_response_id'));
    if (record === undefined || copied !== undefined) return skip();
    const { usage, timeMs } = record;
    return [usageRow(session, usage, { timeMs, toolCalls: 0, querySource: 'compaction' })];
  }

  function readResponseUsage(payload: JsonObject, timeMs: number): AgentRow[] {
    const usage = codexUsage(asObject(payload['usage']));
    const id = textIn(payload, 'response_id');
    if (usage !== undefined && id !== '') unclaimed.set(id, { usage, timeMs });
    return skip();
  }

  function readEvent(payload: JsonObject, timeMs: number): AgentRow[] {
    switch (payload['type']) {
      case 'token_count':
        return readTokenCount(payload, timeMs);
      case 'thread_settings_applied':
        session.serviceTier = textIn(objectIn(payload, 'thread_settings'), 'service_tier') || session.serviceTier;
        return skip();
      case 'exec_command_end':
      case 'mcp_tool_call_end':
        tools.ended(payload);
        return skip();
      default:
        return skip();
    }
  }

  function readItem(payload: JsonObject, timeMs: number): AgentRow[] {
    if (tools.opened(payload, timeMs)) {
      if (copied === undefined) toolCalls += 1;
      return [];
    }
    const rows = tools.answered(payload, timeMs);
    return rows.length === 0 || copied !== undefined ? skip() : rows;
  }

  function readLine(line: JsonObject): AgentRow[] {
    const payload = objectIn(line, 'payload');
    const timeMs = timeIn(line, 'timestamp');
    if (line['type'] === 'session_meta') return readHead(payload);
    if (timeMs === undefined) return skip();
    if (copied?.endsAt(line, timeMs) === true) copied = undefined;
    switch (line['type']) {
      case 'turn_context':
        return readTurn(payload);
      case 'event_msg':
        return readEvent(payload, timeMs);
      case 'response_item':
        return readItem(payload, timeMs);
      case 'token_usage_record':
        return readResponseUsage(payload, timeMs);
      case 'compacted':
        return readCompaction(payload);
      default:
        return skip();
    }
  }

  return {
    read: (line, at) => readLine(line).map((row) => ({ row, at })),
    settle: () => [],
    end: () => [],
    openSince: undefined,
    get skippedLines() {
      return skippedLines;
    },
  };
}

/** The copy is written in one go; the session's own first call takes seconds. */
const pauseAfterCopyMs = 1_000;

/** The copy of the parent's lines at the head of a forked session: their times are older than it, or the moment of the fork. */
class CopiedHistory {
  private lastMs: number;

  constructor(forkedMs: number) {
    this.lastMs = forkedMs;
  }

  /** Whether this line is the first of the session's own. */
  endsAt(line: JsonObject, timeMs: number): boolean {
    const isStart = String(line['type']).startsWith('inter_agent_communication');
    if (isStart && objectIn(line, 'payload')['trigger_turn'] === true) return true;
    if (timeMs - this.lastMs > pauseAfterCopyMs) return true;
    this.lastMs = Math.max(this.lastMs, timeMs);
    return false;
  }
}
