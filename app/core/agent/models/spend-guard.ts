import { formatMoney } from '../../../contract/money.ts';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { errorCode } from '../../database/file-errors.ts';
import type { Clock, Log } from '../../host.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import { writePrivateFile } from '../../private-file.ts';
import type { Refusal } from './route.ts';

/** What the agent may use in any 60 minutes. */
export interface SpendLimits {
  readonly calls: number;
  readonly costMicros: number;
}

/** A call of the agent that the database holds. The cost is null when nobody knows it. */
export interface StoredCall {
  readonly id: string;
  readonly tsMs: number;
  readonly costMicros: number | null;
}

export interface SpendDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly limits: () => SpendLimits;
  /** Where calls are noted before they are made, absolute. */
  readonly file: string;
  /** The agent's calls that began at that moment or later. */
  readonly stored: (fromMs: number) => Promise<Result<readonly StoredCall[], string>>;
}

export type SpendRefusal = 'calls-per-hour' | 'cost-per-hour' | 'price-unknown' | 'spend-unknown';

/** The permission for one call. It counts from the moment it is given. */
export interface Permit {
  /** What the call cost in the end; null when nobody knows, then the most that it could have cost counts. */
  settle(costMicros: number | null): Promise<void>;
}

export interface SpendGuard {
  /** `mostMicros`: what the call costs at most, null when the model has no price. */
  allow(id: string, mostMicros: number | null): Promise<Result<Permit, Refusal<SpendRefusal>>>;
  /** Calls of the last 60 minutes and what they cost, those under way with the most that they can. */
  lastHour(): Promise<Result<{ readonly calls: number; readonly costMicros: number }, string>>;
}

const hourMs = 3_600_000;

const noted = v.object({ atMs: v.number(), micros: v.number() });
type Noted = v.InferOutput<typeof noted>;
const notes = v.object({ version: v.literal(1), calls: v.record(v.string(), noted) });

/**
 * Holds the agent to its hourly limits, over restarts too. A call is noted in a file before it is made, at the most that
 * it can cost, so that neither a crash in the middle nor a row that is still on its way makes room for another. What the
 * database holds counts besides, so that the file may get lost. Where neither can be read or written, nothing is allowed.
 */
export function openSpendGuard({ clock, log, limits, file, stored }: SpendDeps): SpendGuard {
  let calls: Map<string, Noted> | undefined;
  /** Asking and noting are one step: two calls never see the same room. */
  const inTurn = oneAtATime();

  async function read(): Promise<Map<string, Noted>> {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return new Map();
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), notes), text);
    if (parsed.success) return new Map(Object.entries(parsed.output.calls));
    log('warn', 'The notes about calls of the agent are damaged; what the database holds counts');
    return new Map();
  }

  async function write(now: ReadonlyMap<string, Noted>): Promise<void> {
    await writePrivateFile(file, `${JSON.stringify({ version: 1, calls: Object.fromEntries(now) })}\n`);
  }

  /** Every call of the last hour with what it counts. */
  async function recent(): Promise<Result<Map<string, Noted>, string>> {
    const fromMs = clock.now() - hourMs;
    try {
      calls ??= await read();
    } catch (error) {
      return fail(`${file} cannot be read (${errorCode(error) ?? 'unknown'})`);
    }
    for (const [id, { atMs }] of calls) if (atMs <= fromMs) calls.delete(id);
    const rows = await stored(fromMs);
    if (!rows.ok) return rows;
    const all = new Map(calls);
    for (const { id, tsMs, costMicros } of rows.value) {
      // A call whose cost nobody knows may have cost anything.
      if (tsMs > fromMs && !all.has(id)) all.set(id, { atMs: tsMs, micros: costMicros ?? Number.POSITIVE_INFINITY });
    }
    return ok(all);
  }

  async function allow(id: string, mostMicros: number | null): Promise<Result<Permit, Refusal<SpendRefusal>>> {
    if (mostMicros === null) return refuse('price-unknown', 'Nobody knows what this model costs: set its price, or 0.');
    const known = await recent();
    if (!known.ok) return refuse('spend-unknown', `What was used this hour is not known: ${known.error}.`);
    const { calls: mostCalls, costMicros: mostCost } = limits();
    const { size } = known.value;
    if (size >= mostCalls) {
      return refuse('calls-per-hour', `${size} of ${mostCalls} calls of this hour are used${whenFree(known.value)}.`);
    }
    const used = costOf(known.value);
    if (mostMicros > 0 && used + mostMicros > mostCost) {
      return refuse(
        'cost-per-hour',
        `This hour's calls cost ${dollars(used)}, and another of up to ${dollars(mostMicros)} would be over ${dollars(mostCost)}.`,
      );
    }
    const entries = (calls ??= new Map<string, Noted>());
    entries.set(id, { atMs: clock.now(), micros: mostMicros });
    try {
      await write(entries);
    } catch (error) {
      // It stays noted here: whether the file holds it is not known.
      return refuse(
        'spend-unknown',
        `${file} cannot be written (${errorCode(error) ?? 'unknown'}), so no call is made.`,
      );
    }
    return ok({ settle: (costMicros) => inTurn(() => settle(entries, id, costMicros)) });
  }

  async function settle(entries: Map<string, Noted>, id: string, costMicros: number | null): Promise<void> {
    const entry = entries.get(id);
    if (entry === undefined || costMicros === null || costMicros === entry.micros) return;
    entry.micros = costMicros;
    await write(entries).catch((error: unknown) => {
      log('warn', 'What a call of the agent cost could not be noted; the most that it could have cost counts', {
        reason: errorCode(error) ?? 'unknown',
      });
    });
  }

  function whenFree(known: ReadonlyMap<string, Noted>): string {
    const oldest = Math.min(...[...known.values()].map(({ atMs }) => atMs));
    if (!Number.isFinite(oldest)) return '';
    return `; the next is free in ${Math.max(1, Math.ceil((oldest + hourMs - clock.now()) / 60_000))} min`;
  }

  return {
    allow: (id, mostMicros) => inTurn(() => allow(id, mostMicros)),
    lastHour: () =>
      inTurn(async () => {
        const known = await recent();
        return known.ok ? ok({ calls: known.value.size, costMicros: costOf(known.value) }) : known;
      }),
  };
}

function costOf(known: ReadonlyMap<string, Noted>): number {
  return [...known.values()].reduce((sum, { micros }) => sum + micros, 0);
}

function dollars(micros: number): string {
  return Number.isFinite(micros) ? formatMoney(micros / 1e6) : 'an unknown amount';
}

function refuse(code: SpendRefusal, message: string): Result<never, Refusal<SpendRefusal>> {
  return fail({ code, message });
}
