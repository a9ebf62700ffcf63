import type { AgentRow, AgentSource } from '../agents/agent-row.ts';
import type { OtlpRecord } from '../otlp/otlp-record.ts';
import { metricEvent } from './metric-event.ts';
import { agentSourceOf } from './record-identity.ts';
import type { SourceMapper } from './source-mapper.ts';
import { logEvent, spanEvent } from './trace-event.ts';

export interface Routed {
  readonly rows: readonly AgentRow[];
  /** Records that another record says the same of, and that have no row therefore. */
  readonly repeated: number;
}

export interface Router {
  route(records: readonly OtlpRecord[]): Routed;
}

/**
 * Brings each record to the first of `mappers` that claims it, and keeps what none has a row for: logs and spans as trace
 * events, points as metrics. Nothing is dropped but what a mapper drops on purpose, and that is counted.
 */
export function createRouter({ mappers }: { readonly mappers: readonly SourceMapper[] }): Router {
  function route(records: readonly OtlpRecord[]): Routed {
    const rows: AgentRow[] = [];
    const told = new Map<string, number>();
    let repeated = 0;
    const { claimed, unclaimed } = shareOut(records, mappers);
    for (const [mapper, share] of claimed) {
      const mapped = mapper.map(share);
      for (const row of mapped.rows) rows.push(row);
      repeated += mapped.repeated;
      for (const record of mapped.unmapped) {
        const source = mapper.source === 'opentelemetry' ? agentSourceOf(record.origin) : mapper.source;
        rows.push(numbered(plainRow(source, record), told));
      }
    }
    for (const record of unclaimed) rows.push(numbered(plainRow(agentSourceOf(record.origin), record), told));
    return { rows, repeated };
  }

  return { route };
}

function shareOut(
  records: readonly OtlpRecord[],
  mappers: readonly SourceMapper[],
): { claimed: ReadonlyMap<SourceMapper, readonly OtlpRecord[]>; unclaimed: readonly OtlpRecord[] } {
  const claimed = new Map<SourceMapper, OtlpRecord[]>();
  const unclaimed: OtlpRecord[] = [];
  for (const record of records) {
    const mapper = mappers.find((candidate) => candidate.claims(record));
    if (mapper === undefined) {
      unclaimed.push(record);
      continue;
    }
    const share = claimed.get(mapper);
    if (share === undefined) claimed.set(mapper, [record]);
    else share.push(record);
  }
  return { claimed, unclaimed };
}

function plainRow(source: AgentSource, record: OtlpRecord): AgentRow {
  switch (record.signal) {
    case 'log':
      return logEvent(source, record);
    case 'span':
      return spanEvent(source, record);
    case 'point':
      return metricEvent(source, record);
  }
}

/**
 * Clocks of programs are coarse: the same line logged twice in one tick has one content, and is two records. The second
 * within a request gets a number, the same one when the request is sent again. Spans have identifiers of their own.
 */
function numbered(row: AgentRow, told: Map<string, number>): AgentRow {
  if (row.id.startsWith(`${row.source}:span:`)) return row;
  const before = told.get(row.id) ?? 0;
  told.set(row.id, before + 1);
  if (before === 0) return row;
  const id = `${row.id}#${before + 1}`;
  if (row.table !== 'seq.trace_events') return { ...row, id };
  return { ...row, id, row: { ...row.row, event_id: id } };
}
