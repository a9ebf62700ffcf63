import type { AdminDatabase } from '../database/clients.ts';
import type { PriceList } from './price-list.ts';
import { type RepriceScope, callsOf, newPrice, readCalls } from './reprice-calls.ts';

/** What repricing does to the calls of one model. */
export interface ModelChange {
  readonly provider: string;
  readonly model: string;
  /** Calls that were looked at. */
  calls: number;
  /** Those whose cost changes; the sums below are theirs. */
  changed: number;
  oldMicros: number;
  newMicros: number;
  /** Calls without a cost that get one. */
  pricedNow: number;
  /** Calls that stay, or come to be, without one. */
  unpriced: number;
  /** Where the new costs are from. */
  priceRev: string;
}

export interface RepricePreview {
  readonly models: readonly ModelChange[];
  readonly calls: number;
  readonly changed: number;
  /** Calls that change in each UTC hour, by its number since 1970. */
  readonly changedPerHour: ReadonlyMap<number, number>;
}

export const hourMs = 3_600_000;

/** Computes what would change and changes nothing. Stops early, with what it has, when `signal` is aborted. */
export async function previewRepricing(
  { admin, prices }: { readonly admin: AdminDatabase; readonly prices: PriceList },
  scope: RepriceScope,
  signal: AbortSignal,
): Promise<RepricePreview> {
  const models = new Map<string, ModelChange>();
  const changedPerHour = new Map<number, number>();
  for await (const calls of readCalls(admin, callsOf(scope), { keyed: false })) {
    if (signal.aborted) break;
    for (const call of calls) {
      const { provider, model, oldMicros, ts_ms: tsMs } = call;
      const name = pairOf(provider, model);
      let change = models.get(name);
      if (change === undefined) {
        change = { provider, model, ...nothing };
        models.set(name, change);
      }
      change.calls += 1;
      const price = newPrice(call, prices);
      if ((price === undefined ? oldMicros : price.cost_micros) === null) change.unpriced += 1;
      if (price === undefined) continue;
      change.changed += 1;
      change.oldMicros += oldMicros ?? 0;
      change.newMicros += price.cost_micros ?? 0;
      if (oldMicros === null) change.pricedNow += 1;
      if (price.price_rev !== '' && price.price_rev !== 'no-tokens') change.priceRev = price.price_rev;
      const hour = Math.floor(tsMs / hourMs);
      changedPerHour.set(hour, (changedPerHour.get(hour) ?? 0) + 1);
    }
  }
  const sorted = [...models.values()].sort((a, b) => b.changed - a.changed || b.calls - a.calls);
  return { models: sorted, calls: total(sorted, 'calls'), changed: total(sorted, 'changed'), changedPerHour };
}

const nothing = { calls: 0, changed: 0, oldMicros: 0, newMicros: 0, pricedNow: 0, unpriced: 0, priceRev: '' };

/** A provider and a model as one text; `concat(provider, '\n', model)` in SQL. */
export function pairOf(provider: string, model: string): string {
  return `${provider}\n${model}`;
}

function total(changes: readonly ModelChange[], what: 'calls' | 'changed'): number {
  return changes.reduce((sum, change) => sum + change[what], 0);
}
