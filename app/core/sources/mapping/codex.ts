import type { AgentRow } from '../agents/agent-row.ts';
import type { OtlpLog, OtlpRecord } from '../otlp/otlp-record.ts';
import { RecentMap } from '../../../contract/recent-map.ts';
import { eventName, eventTimeMs } from './agent-record.ts';
import { text } from './attributes.ts';
import { createConversations, type CodexConversations } from './codex-conversations.ts';
import { answered, failedRequest, failedStream, hasTokens, tokensDisagree } from './codex-rows.ts';
import { isRejection, rejectedTool, toolResult } from './codex-tools.ts';
import type { Mapped, SourceMapper } from './source-mapper.ts';

const PREFIX = 'codex.';

/** What becomes of a record: its rows, and whether it stays as a trace event or repeats another. */
interface Told {
  readonly rows: readonly AgentRow[];
  readonly as?: 'trace' | 'repeated';
}

interface CodexMemory {
  readonly conversations: CodexConversations;
  /** Decisions on tool calls, by call. */
  readonly decisions: RecentMap<string, OtlpLog>;
  /** Calls whose result stands in the batch that is mapped now. */
  results: ReadonlySet<string>;
}

type Mapping = (log: OtlpLog, memory: CodexMemory) => Told;

const trace: Told = { rows: [], as: 'trace' };
const repeated: Told = { rows: [], as: 'repeated' };

/** What is neither here nor a piece of a stream stays a trace event. */
const mappings: ReadonlyMap<string, Mapping> = new Map([
  ['codex.sse_event', streamEvent],
  ['codex.api_request', apiRequest],
  ['codex.websocket_request', websocketRequest],
  ['codex.turn_ttft', firstToken],
  ['codex.conversation_starts', conversationStarts],
  ['codex.tool_result', toolEnds],
  ['codex.tool_decision', toolDecision],
]);

/** Codex: log records only. Its spans repeat the token counts, so that none of them is a call. */
export function createCodexMapper(): SourceMapper {
  const memory: CodexMemory = {
    conversations: createConversations(),
    decisions: new RecentMap(5_000),
    results: new Set(),
  };
  return { source: 'codex', claims: isCodex, map: (records) => mapRecords(records, memory) };
}

/** The name of the service depends on how Codex was started, and its spans are named after functions of its source. */
function isCodex(record: OtlpRecord): boolean {
  if (/^codex(?:$|[_-])/.test(record.origin.serviceName)) return true;
  if (record.signal === 'log') return eventName(record).startsWith(PREFIX);
  if (record.signal === 'point') return record.metric.startsWith(PREFIX);
  const { name, attributes } = record;
  const module = text(attributes, 'code.module.name', 'code.namespace', 'target');
  return name.startsWith(PREFIX) || module.startsWith('codex_') || 'codex.usage.total_tokens' in attributes;
}

function mapRecords(records: readonly OtlpRecord[], memory: CodexMemory): Mapped {
  const rows: AgentRow[] = [];
  const unmapped: OtlpRecord[] = [];
  let repetitions = 0;
  const named: { log: OtlpLog; name: string; timeMs: number }[] = [];
  for (const record of records) {
    if (record.signal !== 'log') unmapped.push(record);
    else if (isChunk(record)) repetitions++;
    else named.push({ log: record, name: eventName(record), timeMs: eventTimeMs(record) });
  }
  // A request is told before its answer, so order within the batch counts.
  named.sort((a, b) => a.timeMs - b.timeMs);
  memory.results = new Set(named.filter(isResult).map(({ log }) => text(log.attributes, 'call_id')));
  for (const { log, name } of named) noteDecision(log, name, memory);
  for (const { log, name } of named) {
    const told = mappings.get(name)?.(log, memory) ?? trace;
    rows.push(...told.rows);
    if (told.as === 'repeated') repetitions++;
    if (told.as === 'trace') unmapped.push(log.eventName === name ? log : { ...log, eventName: name });
  }
  return { rows, unmapped, repeated: repetitions };
}

function isResult({ name }: { readonly name: string }): boolean {
  return name === 'codex.tool_result';
}

function noteDecision(log: OtlpLog, name: string, memory: CodexMemory): void {
  const callId = text(log.attributes, 'call_id');
  if (name === 'codex.tool_decision' && callId !== '') memory.decisions.set(callId, log);
}

/** One of the many pieces of a stream; told apart early, because most of what Codex sends are these. */
function isChunk(log: OtlpLog): boolean {
  const { attributes } = log;
  const kind = attributes['event.kind'];
  return (
    typeof kind === 'string' &&
    kind !== 'response.completed' &&
    kind !== 'response.failed' &&
    text(attributes, 'error.message') === '' &&
    eventName(log) === 'codex.sse_event'
  );
}

/**
 * The end of a stream comes as a piece without counts first, then with the counts or with the error. A stream that broke
 * also tells of the piece at which it did; the error at its end is the call that failed.
 */
function streamEvent(log: OtlpLog, { conversations }: CodexMemory): Told {
  const { attributes } = log;
  const completed = text(attributes, 'event.kind') === 'response.completed';
  if (text(attributes, 'error.message') !== '') {
    return completed ? { rows: [failedStream(log, conversations.takeCall(log))] } : trace;
  }
  if (!completed) return text(attributes, 'event.kind') === 'response.failed' ? trace : repeated;
  if (!hasTokens(attributes)) return repeated;
  const rows = [answered(log, conversations.takeCall(log))];
  return tokensDisagree(attributes) ? { rows, as: 'trace' } : { rows };
}

/** Each attempt is told; one that failed is a call of its own. */
function apiRequest(log: OtlpLog, { conversations }: CodexMemory): Told {
  const failure = failedRequest(log, conversations.provider(log));
  conversations.noteRequest(log);
  return failure === undefined ? trace : { rows: [failure] };
}

function websocketRequest(log: OtlpLog, { conversations }: CodexMemory): Told {
  conversations.noteRequest(log);
  return trace;
}

function firstToken(log: OtlpLog, { conversations }: CodexMemory): Told {
  conversations.noteFirstToken(log);
  return trace;
}

function conversationStarts(log: OtlpLog, { conversations }: CodexMemory): Told {
  conversations.noteStart(log);
  return trace;
}

function toolEnds(log: OtlpLog, { decisions }: CodexMemory): Told {
  return { rows: [toolResult(log, decisions.get(text(log.attributes, 'call_id')))] };
}

function toolDecision(log: OtlpLog, { results }: CodexMemory): Told {
  const told = results.has(text(log.attributes, 'call_id'));
  return isRejection(log) && !told ? { rows: [rejectedTool(log)] } : trace;
}
