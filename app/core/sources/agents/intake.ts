import type { ModelInvocationRow, TableName } from '../../../contract/rows.ts';
import type { Result } from '../../../contract/result.ts';
import type { IdentifiedTable } from '../../queries/known-events.ts';
import type { BatchSink, TableRow } from '../row-sink.ts';
import type { AgentHealth } from './agent-health.ts';
import type { AgentRow, AgentSource, Intake, IntakeOutcome, Via } from './agent-row.ts';
import { Breath } from './breath.ts';
import type { CleaningRules } from './clean-attributes.ts';
import { cleanRow } from './clean-row.ts';
import { GeminiTools, type SessionsWithTelemetry } from './gemini-tools.ts';
import { ToldEvents } from './told-events.ts';

/** What a model call costs: `cost_micros` is null when nobody knows. */
export interface Priced {
  readonly cost_micros: number | null;
  readonly cost_source: string;
  readonly price_rev: string;
}

export interface IntakeDeps {
  readonly sink: BatchSink;
  readonly now: () => number;
  readonly price: (call: ModelInvocationRow) => Priced;
  /** Asked for each row: settings may change while recording. */
  readonly rules: () => CleaningRules;
  /** Whether the person had paused recording then. */
  readonly pausedAt: (atMs: number) => boolean;
  /** Which ids the database holds already; an error means that it could not be asked now. */
  readonly stored: (
    table: IdentifiedTable,
    asked: { readonly ids: readonly string[]; readonly fromMs: number; readonly toMs: number },
  ) => Promise<Result<ReadonlySet<string>, unknown>>;
  readonly geminiSessions: SessionsWithTelemetry;
  readonly health: AgentHealth;
}

/** Rows are handed over in slices: what is decided for a slice holds until it is with the writer. */
const sliceRows = 500;

/**
 * The one way of rows about agents to the writer: repetitions are dropped, personal data is taken out, calls are priced.
 *
 * A repetition is recognised among the events that this process was told, and for events from before that, in the
 * database. Checking, writing and remembering a slice are one step without a turn of the event loop, so that two
 * senders cannot both be the first.
 */
export function createIntake(deps: IntakeDeps): Intake {
  const told = new ToldEvents(deps.now);
  const geminiTools = new GeminiTools(deps.geminiSessions);

  async function accept(via: Via, rows: readonly AgentRow[]): Promise<IntakeOutcome> {
    const total = { accepted: 0, duplicates: 0, rejected: [] as { index: number; reason: string }[], full: false };
    const breath = new Breath();
    for (let from = 0; from < rows.length && !total.full; from += sliceRows) {
      if (breath.due()) await breath.take();
      const slice = rows.slice(from, from + sliceRows);
      const stored = await storedBefore(slice);
      const geminiSessions = await geminiTools.toldSessions(via, slice);
      if (stored === undefined || geminiSessions === undefined) {
        const why = 'the database does not answer whether they are stored already';
        for (const source of new Set(slice.map((row) => row.source))) deps.health.waiting(source, why);
        total.full = true;
        break;
      }
      const outcome = write(via, slice, { stored, geminiSessions });
      total.accepted += outcome.accepted;
      total.duplicates += outcome.duplicates;
      total.full = outcome.full;
      for (const { index, reason } of outcome.rejected) total.rejected.push({ index: from + index, reason });
    }
    return total;
  }

  /** The ids of a slice that the database holds; undefined when it cannot be asked. Events of this run are not asked for. */
  async function storedBefore(rows: readonly AgentRow[]): Promise<ReadonlySet<string> | undefined> {
    const completeSince = told.completeSince();
    const old = new Map<IdentifiedTable, AgentRow[]>();
    for (const agentRow of rows) {
      const { table, row, id } = agentRow;
      if (table === 'seq.mem_events' || row.ts_ms >= completeSince || told.has(key(table, id))) continue;
      const list = old.get(table);
      if (list === undefined) old.set(table, [agentRow]);
      else list.push(agentRow);
    }
    const found = new Set<string>();
    for (const [table, list] of old) {
      const times = list.map(({ row }) => row.ts_ms);
      const answer = await deps.stored(table, {
        ids: list.map(storedId),
        fromMs: Math.min(...times),
        toMs: Math.max(...times),
      });
      if (!answer.ok) return undefined;
      for (const agentRow of list) if (answer.value.has(storedId(agentRow))) found.add(key(table, agentRow.id));
    }
    return found;
  }

  function write(via: Via, rows: readonly AgentRow[], known: Known): IntakeOutcome {
    const { fresh, duplicates, rejected } = sift(via, rows, known);
    let accepted = 0;
    for (const [table, entries] of fresh) {
      const written = hand(via, table, entries);
      accepted += written.accepted;
      rejected.push(...written.rejected);
      if (written.full) return { accepted, duplicates, rejected, full: true };
    }
    return { accepted, duplicates, rejected, full: false };
  }

  /** What is new, by table; the rest is a repetition or was not to be recorded. */
  function sift(via: Via, rows: readonly AgentRow[], { stored, geminiSessions }: Known): Sifted {
    const fresh = new Map<TableName, Entry[]>();
    const rejected: { index: number; reason: string }[] = [];
    const here = new Set<string>();
    const rules = deps.rules();
    let duplicates = 0;
    rows.forEach((agentRow, index) => {
      const { table, source, id } = agentRow;
      const name = key(table, id);
      if (via !== 'import' && deps.pausedAt(agentRow.row.ts_ms)) {
        rejected.push({ index, reason: 'recording is paused' });
        deps.health.paused(source);
      } else if (
        here.has(name) ||
        told.has(name) ||
        stored.has(name) ||
        geminiTools.isRepeated(agentRow, geminiSessions)
      ) {
        duplicates += 1;
        deps.health.duplicate(source, via);
      } else {
        here.add(name);
        const entries = fresh.get(table) ?? [];
        fresh.set(table, entries);
        entries.push({ agentRow, index, key: name, cleaned: cleanRow(priced(agentRow), rules) });
      }
    });
    return { fresh, duplicates, rejected };
  }

  function hand(via: Via, table: TableName, entries: readonly Entry[]): Omit<IntakeOutcome, 'duplicates'> {
    const rejected: { index: number; reason: string }[] = [];
    const rows = entries.map(({ cleaned }) => cleaned.row);
    const refusals = new Map(deps.sink.appendAll(table, rows).map(({ index, refusal }) => [index, refusal]));
    let accepted = 0;
    let full = false;
    for (const [position, { agentRow, index, key: name }] of entries.entries()) {
      const refusal = refusals.get(position);
      if (refusal === undefined) {
        accepted += 1;
        told.add(name);
        geminiTools.note(via, agentRow);
        deps.health.accepted(via, agentRow);
      } else if (refusal.kind === 'rejected') {
        rejected.push({ index, reason: refusal.message });
        deps.health.refused(agentRow.source, via, refusal.message, 1);
      } else {
        full = true;
        deps.health.waiting(agentRow.source, refusal.message);
      }
    }
    return { accepted, rejected, full };
  }

  function priced(agentRow: AgentRow): AgentRow {
    if (agentRow.table !== 'hive.model_invocations') return agentRow;
    const price = deps.price(agentRow.row);
    if (price.cost_micros === null) deps.health.unpriced(agentRow.source);
    return { ...agentRow, row: { ...agentRow.row, ...price } };
  }

  return {
    accept,
    refused: (via: Via, source: AgentSource, reason: string, count = 1) =>
      deps.health.refused(source, via, reason, count),
  };
}

/** What the database says of a slice. */
interface Known {
  readonly stored: ReadonlySet<string>;
  readonly geminiSessions: ReadonlySet<string>;
}

/** A row of a slice that is new. */
interface Entry {
  readonly agentRow: AgentRow;
  /** Place in the slice. */
  readonly index: number;
  readonly key: string;
  readonly cleaned: TableRow;
}

interface Sifted {
  readonly fresh: ReadonlyMap<TableName, readonly Entry[]>;
  readonly duplicates: number;
  readonly rejected: { index: number; reason: string }[];
}

/** Additions name the call that they add to, under an id of their own; the database knows the name of the call only. */
function storedId({ table, row, id }: AgentRow): string {
  return table === 'hive.model_call_additions' ? row.event_id : id;
}

/** A call and a trace event about it may have the same id. */
function key(table: TableName, id: string): string {
  return `${table} ${id}`;
}
