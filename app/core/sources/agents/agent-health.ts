import { counted } from '../../../contract/counts.ts';
import type { PartHealth } from '../../../contract/health.ts';
import { agentTitles } from '../../../contract/imports.ts';
import { type AgentRow, type AgentSource, type Via, agentSources } from './agent-row.ts';

/** Events of the last minute, counted by the second. */
class LastMinute {
  private readonly counts = new Map<number, number>();

  add(nowMs: number): void {
    const second = Math.floor(nowMs / 1_000);
    this.counts.set(second, (this.counts.get(second) ?? 0) + 1);
    if (this.counts.size > 64) this.forget(second);
  }

  total(nowMs: number): number {
    const second = Math.floor(nowMs / 1_000);
    this.forget(second);
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  private forget(second: number): void {
    for (const known of this.counts.keys()) if (known <= second - 60) this.counts.delete(known);
  }
}

interface SourceFacts {
  readonly counters: Record<string, number> & { accepted: number; duplicates: number; refused: number };
  readonly lastMinute: LastMinute;
  /** When the newest event ended, epoch milliseconds. */
  lastEventMs: number | null;
  /** Receipt minus end of the newest event that came live; null before the first. */
  lagMs: number | null;
  lastTelemetryMs: number | null;
  refusal: { readonly reason: string; readonly atMs: number } | undefined;
  waiting: { readonly reason: string; readonly atMs: number } | undefined;
}

/** A refusal or a full writer is spoken of for this long. */
const troubleMs = 60_000;
/** An agent that works writes at least every few minutes; its telemetry comes within seconds of that. */
const silentAfterMs = 120_000;

const titles: Readonly<Record<AgentSource, string>> = {
  ...agentTitles,
  langgraph: 'LangGraph',
  opentelemetry: 'OpenTelemetry',
  hivebar: 'Always-on agent',
};

/** What is known of each source of agents: last event, rate, lag, repetitions, refusals and why. */
export class AgentHealth {
  private readonly now: () => number;
  private readonly facts = new Map<AgentSource, SourceFacts>();

  constructor(now: () => number) {
    this.now = now;
  }

  accepted(via: Via, { source, table, row }: AgentRow): void {
    const facts = this.of(source);
    const nowMs = this.now();
    count(facts, 'accepted');
    count(facts, `accepted_${via}`);
    if (via === 'import') return;
    facts.lastMinute.add(nowMs);
    facts.waiting = undefined;
    const endMs = row.ts_ms + ('dur_us' in row && table !== 'seq.mem_events' ? (row.dur_us ?? 0) / 1_000 : 0);
    facts.lastEventMs = Math.max(facts.lastEventMs ?? 0, endMs);
    facts.lagMs = Math.max(0, Math.round(nowMs - endMs));
    if (via !== 'transcript') facts.lastTelemetryMs = nowMs;
  }

  duplicate(source: AgentSource, via: Via): void {
    const facts = this.of(source);
    count(facts, 'duplicates');
    // A repeated telling is a sign of life too.
    if (via === 'otlp' || via === 'socket') facts.lastTelemetryMs = this.now();
  }

  paused(source: AgentSource): void {
    count(this.of(source), 'dropped_paused');
  }

  unpriced(source: AgentSource): void {
    count(this.of(source), 'unpriced');
  }

  refused(source: AgentSource, via: Via, reason: string, times: number): void {
    const facts = this.of(source);
    count(facts, 'refused', times);
    count(facts, `refused_${via}`, times);
    // An import says itself what it could not read.
    if (via !== 'import') facts.refusal = { reason, atMs: this.now() };
  }

  /** The writer has no room: senders wait and send again. */
  waiting(source: AgentSource, reason: string): void {
    this.of(source).waiting = { reason, atMs: this.now() };
  }

  /** Whether telemetry of this source came lately, so that its transcripts can wait for it. */
  telemetryAlive(source: AgentSource, withinMs = 10 * 60_000): boolean {
    const lastMs = this.facts.get(source)?.lastTelemetryMs ?? null;
    return lastMs !== null && this.now() - lastMs < withinMs;
  }

  /**
   * One part for each source that was heard of. `activeMs`: when the agent was last seen at work by its session files;
   * `connected`: whether its settings send telemetry here.
   */
  parts(
    seen: (source: AgentSource) => { readonly activeMs: number | null; readonly connected: boolean },
  ): PartHealth[] {
    return agentSources.flatMap((source) => {
      const facts = this.facts.get(source);
      const { activeMs, connected } = seen(source);
      if (facts === undefined && !connected) return [];
      return [this.part(source, facts ?? newFacts(), activeMs, connected)];
    });
  }

  private part(source: AgentSource, facts: SourceFacts, activeMs: number | null, connected: boolean): PartHealth {
    const nowMs = this.now();
    const perMinute = facts.lastMinute.total(nowMs);
    const part = {
      name: source,
      lastEventMs: facts.lastEventMs,
      counters: {
        ...facts.counters,
        events_per_minute: perMinute,
        ...(facts.lagMs === null ? {} : { lag_ms: facts.lagMs }),
      },
    };
    const { waiting, refusal } = facts;
    if (waiting !== undefined && nowMs - waiting.atMs < troubleMs) {
      return { ...part, state: 'failing', message: `Rows wait, senders repeat them: ${waiting.reason}` };
    }
    const heardMs = facts.lastTelemetryMs ?? 0;
    if (connected && activeMs !== null && nowMs - activeMs < silentAfterMs && activeMs - heardMs > silentAfterMs) {
      const since = heardMs === 0 ? 'since Hivebar started' : `for ${minutes(nowMs - heardMs)}`;
      const message = `${titles[source]} is at work, but has sent no telemetry ${since}. Restart its session, or connect it again. Until then its session files are read.`;
      return { ...part, state: 'degraded', message };
    }
    if (refusal !== undefined && nowMs - refusal.atMs < troubleMs) {
      return { ...part, state: 'degraded', message: `Some of what it sent was refused: ${refusal.reason}` };
    }
    const refused =
      refusal === undefined ? '' : ` ${facts.counters.refused} refused so far, the last: ${refusal.reason}`;
    if (facts.lastEventMs === null) {
      const past = (facts.counters['accepted_import'] ?? 0) + facts.counters.duplicates > 0;
      const message = `${connected ? 'Connected; nothing' : 'Nothing'} has come live yet${past ? ', past sessions were imported' : ''}.${refused}`;
      return { ...part, state: 'ok', message };
    }
    const behind = perMinute > 0 && facts.lagMs !== null ? `, ${lag(facts.lagMs)} behind` : '';
    return { ...part, state: 'ok', message: `${counted(perMinute, 'event')} in the last minute${behind}.${refused}` };
  }

  private of(source: AgentSource): SourceFacts {
    const known = this.facts.get(source);
    if (known !== undefined) return known;
    const made = newFacts();
    this.facts.set(source, made);
    return made;
  }
}

function newFacts(): SourceFacts {
  return {
    counters: { accepted: 0, duplicates: 0, refused: 0 },
    lastMinute: new LastMinute(),
    lastEventMs: null,
    lagMs: null,
    lastTelemetryMs: null,
    refusal: undefined,
    waiting: undefined,
  };
}

function count(facts: SourceFacts, name: string, times = 1): void {
  facts.counters[name] = (facts.counters[name] ?? 0) + times;
}

function lag(ms: number): string {
  return ms < 120_000 ? `${(ms / 1_000).toFixed(1)} s` : minutes(ms);
}

function minutes(ms: number): string {
  return counted(Math.round(ms / 60_000), 'minute');
}
