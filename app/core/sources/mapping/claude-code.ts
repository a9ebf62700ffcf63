import type { AgentRow } from '../agents/agent-row.ts';
import type { OtlpLog, OtlpRecord, OtlpSpan } from '../otlp/otlp-record.ts';
import { eventName } from './agent-record.ts';
import { text } from './attributes.ts';
import { apiCall, apiFailure, refusal, rejection, toolResult } from './claude-code-logs.ts';
import { createSessions, type ClaudeCodeSessions } from './claude-code-sessions.ts';
import { addition, calledBySpan, toolBySpan } from './claude-code-spans.ts';
import type { Mapped, SourceMapper } from './source-mapper.ts';

const PREFIX = 'claude_code.';

type LogMapping = (log: OtlpLog, sessions: ClaudeCodeSessions) => AgentRow | undefined;
type SpanMapping = (span: OtlpSpan, sessions: ClaudeCodeSessions) => AgentRow | undefined;

/** What becomes a row. Everything else stays a trace event. */
const logMappings: ReadonlyMap<string, LogMapping> = new Map<string, LogMapping>([
  ['api_request', apiCall],
  ['api_error', apiFailure],
  ['api_refusal', refusal],
  ['tool_result', toolResult],
  ['tool_decision', rejection],
]);

/** A span is the second telling of something while the session sends logs, and the only one otherwise. */
const spanMappings: ReadonlyMap<string, { withLogs: SpanMapping; alone: SpanMapping }> = new Map([
  ['llm_request', { withLogs: addition, alone: calledBySpan }],
  ['tool', { withLogs: () => undefined, alone: toolBySpan }],
]);

/** Events whose record is kept as a trace event beside its row, because it tells more than the row has columns for. */
const keptBesideTheirRow: ReadonlySet<string> = new Set(['api_refusal', 'tool']);

/** Claude Code: log records know the cost, spans (beta) know the time to the first token and what waited. */
export function createClaudeCodeMapper(): SourceMapper {
  const sessions = createSessions();
  return {
    source: 'claude-code',
    claims: isClaudeCode,
    map: (records) => mapRecords(records, sessions),
  };
}

function isClaudeCode(record: OtlpRecord): boolean {
  const { serviceName, scopeName } = record.origin;
  if (serviceName.startsWith('claude-code') || scopeName.startsWith('com.anthropic.claude_code')) return true;
  if (record.signal === 'span') return record.name.startsWith(PREFIX);
  if (record.signal === 'point') return record.metric.startsWith(PREFIX);
  return (
    record.eventName.startsWith(PREFIX) ||
    (typeof record.body === 'string' && record.body.startsWith(PREFIX)) ||
    text(record.attributes, 'event.name').startsWith(PREFIX)
  );
}

/** Logs and spans of one batch may stand in any order, so what joins them is gathered before rows are made. */
function mapRecords(records: readonly OtlpRecord[], sessions: ClaudeCodeSessions): Mapped {
  const rows: AgentRow[] = [];
  const unmapped: OtlpRecord[] = [];
  for (const record of records) note(record, sessions);
  const keep = (record: OtlpRecord, name: string, row: AgentRow | undefined) => {
    if (row !== undefined) rows.push(row);
    if (row === undefined || keptBesideTheirRow.has(name)) unmapped.push(record);
  };
  for (const record of records) {
    if (record.signal !== 'log') continue;
    const name = unprefixed(eventName(record));
    keep(record, name, logMappings.get(name)?.(record, sessions));
  }
  for (const record of records) {
    if (record.signal === 'log') continue;
    const name = record.signal === 'span' ? unprefixed(record.name) : '';
    const mapping = record.signal === 'span' ? spanMappings.get(name) : undefined;
    if (record.signal !== 'span' || mapping === undefined) {
      unmapped.push(record);
      continue;
    }
    const row = sessions.sendsLogs(record) ? mapping.withLogs : mapping.alone;
    keep(record, name, row(record, sessions));
  }
  return { rows, unmapped, repeated: 0 };
}

function note(record: OtlpRecord, sessions: ClaudeCodeSessions): void {
  if (record.signal === 'log') sessions.noteLog(record, unprefixed(eventName(record)));
  else if (record.signal === 'span') sessions.noteSpan(record, unprefixed(record.name));
}

function unprefixed(name: string): string {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
}
