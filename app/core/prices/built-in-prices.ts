import { type ConditionalPrice, type ModelPrice, calcPrice } from '@pydantic/genai-prices';
import { modelNames, providersFor } from './model-names.ts';
import type { Rates, Tariff, Tier } from './rates.ts';

/** The list that is bundled with Hivebar. It is never fetched: a newer list comes with a newer Hivebar. */
export const builtInRevision = 'genai-prices@0.1.8';

/** What the list knows of a model: its name there, and what it costs when. */
export interface ListedModel {
  /** `provider/model`, as the list names them. */
  readonly listedAs: string;
  /** The tariff of a moment, epoch milliseconds. */
  readonly tariffAt: (atMs: number) => Tariff;
}

/** Looks a model up under each of its names. Slow (up to a millisecond): callers remember the answer. */
export function findListedModel(provider: string, model: string): ListedModel | undefined {
  for (const providerId of providersFor(provider, model)) {
    for (const name of modelNames(model)) {
      const found = ask(name, providerId);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Asks for the price of nothing, which tells the prices. The list throws when it does not understand its own data. */
function ask(model: string, providerId: string | undefined): ListedModel | undefined {
  try {
    const found = calcPrice({}, model, providerId === undefined ? {} : { providerId });
    if (found === null) return undefined;
    return { listedAs: `${found.provider.id}/${found.model.id}`, tariffAt: tariffs(found.model.prices) };
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function tariffs(prices: ModelPrice | ConditionalPrice[]): (atMs: number) => Tariff {
  if (!Array.isArray(prices)) {
    const always = tariffOf(prices);
    return () => always;
  }
  // The list is read from its end, as its own reader does; without a fit the first price counts.
  const periods = prices.map(({ constraint, prices: price }) => ({ covers: covering(constraint), ...tariffOf(price) }));
  const [first] = periods;
  if (first === undefined) throw new Error('A model of the price list has no price');
  const newestFirst = [...periods].reverse();
  return (atMs) => newestFirst.find(({ covers }) => covers(atMs)) ?? first;
}

type Constraint = ConditionalPrice['constraint'];

function covering(constraint: Constraint): (atMs: number) => boolean {
  if (constraint === undefined) return () => true;
  if (constraint.type === 'start_date') {
    const fromMs = Date.parse(constraint.start_date);
    return (atMs) => atMs >= fromMs;
  }
  const [fromMs, toMs] = [timeOfDayMs(constraint.start_time), timeOfDayMs(constraint.end_time)];
  return (atMs) => {
    const timeMs = atMs % dayMs;
    return toMs < fromMs ? timeMs >= fromMs || timeMs < toMs : timeMs >= fromMs && timeMs < toMs;
  };
}

const dayMs = 86_400_000;

/** `16:30:00Z` or with an offset, as milliseconds of the UTC day. */
function timeOfDayMs(time: string): number {
  const ms = Date.parse(`1970-01-02T${time}`);
  if (Number.isNaN(ms)) throw new Error(`A time of the price list is not understood: ${time}`);
  return ms % dayMs;
}

/** A model without any price is listed as free. One that is sold by the hour or page has no price for its tokens. */
function tariffOf(price: ModelPrice): Tariff {
  const isFree = Object.keys(price).length === 0;
  const bounds = new Set<number>([-1]);
  for (const value of Object.values(price)) {
    if (typeof value === 'object') for (const { start } of value.tiers) bounds.add(start);
  }
  const [lowest = -1, ...higher] = [...bounds].sort((a, b) => a - b);
  const tier = (aboveInputTokens: number): Tier => ({
    aboveInputTokens,
    rates: ratesOf(price, aboveInputTokens, isFree),
  });
  const perThousandCalls = price['requests_kcount'];
  return {
    tiers: [tier(lowest), ...higher.map(tier)],
    usdPerCall: typeof perThousandCalls === 'number' ? perThousandCalls / 1_000 : 0,
  };
}

/** What has no price of its own is charged as what it is a sort of: a cached token as input, reasoning as output. */
function ratesOf(price: ModelPrice, bound: number, isFree: boolean): Rates {
  const rate = (key: string): number | null => {
    const value = price[key];
    if (value === undefined) return isFree ? 0 : null;
    if (typeof value === 'number') return value;
    return value.tiers.filter(({ start }) => start <= bound).sort((a, b) => b.start - a.start)[0]?.price ?? value.base;
  };
  const input = rate('input_mtok');
  const output = rate('output_mtok');
  const cacheWrite = rate('cache_write_mtok') ?? input;
  return {
    input,
    cacheRead: rate('cache_read_mtok') ?? input,
    cacheWrite5m: rate('cache_write_5m_mtok') ?? cacheWrite,
    cacheWrite1h: rate('cache_write_1h_mtok') ?? cacheWrite,
    output,
    reasoning: rate('output_reasoning_mtok') ?? output,
  };
}
