import type { ModelInvocationRow } from '../../contract/rows.ts';
import type { OwnPrice } from '../../contract/settings.ts';
import { builtInRevision, findListedModel } from './built-in-prices.ts';
import { isLocal } from './local-providers.ts';
import { findOwnPrice, ownRevision, ownTariff } from './own-prices.ts';
import { type PricedCall, type Tariff, allTokens, costMicros } from './rates.ts';

/** What a call cost, as the columns of `hive.model_invocations` say it. */
export interface CallPrice {
  /** Millionths of a US dollar; null when nobody knows. */
  readonly cost_micros: number | null;
  readonly cost_source: 'vendor' | 'computed' | 'unknown';
  /** What a computed cost is from: the built-in list, an own price, `local`, `no-tokens`; else empty. */
  readonly price_rev: string;
}

/** Where the price of a model comes from. */
export type PriceOrigin = 'own' | 'built-in' | 'local' | 'unknown';

/** The price of a model at a moment, for people. */
export interface ModelPriceNow {
  readonly origin: PriceOrigin;
  readonly priceRev: string;
  /** `provider/model`, as the built-in list names it; null for other origins. */
  readonly listedAs: string | null;
  /** Null when the price is unknown. */
  readonly tariff: Tariff | null;
}

export interface PriceList {
  /** What the call cost. A cost in the row is the vendor's and stays. */
  price(call: ModelInvocationRow): CallPrice;
  /** What our prices say the call cost, whatever the row says. */
  compute(call: PricedCall): CallPrice;
  /** What the model costs at that moment. */
  lookUp(provider: string, model: string, atMs: number): ModelPriceNow;
}

export interface PriceListDeps {
  /** The person's prices now. Another array means that they changed. */
  readonly own: () => readonly OwnPrice[];
}

/** Where a model's price comes from, found once. */
interface Match {
  readonly origin: PriceOrigin;
  readonly priceRev: string;
  readonly listedAs: string | null;
  readonly tariffAt: ((atMs: number) => Tariff) | undefined;
}

/** Models that are remembered. Beyond that all are forgotten and looked up again: only an attacker has so many. */
const mostMatches = 10_000;

const unknown: CallPrice = { cost_micros: null, cost_source: 'unknown', price_rev: '' };
/** A failed call that used no tokens is not charged, whatever the model. */
const nothingUsed: CallPrice = { cost_micros: 0, cost_source: 'computed', price_rev: 'no-tokens' };
const free: Tariff = {
  tiers: [
    {
      aboveInputTokens: -1,
      rates: { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 },
    },
  ],
  usdPerCall: 0,
};

/** Prices calls: by the vendor's word, else the person's price, else the built-in list. Asks no network. */
export function createPriceList({ own }: PriceListDeps): PriceList {
  const matches = new Map<string, Map<string, Match>>();
  let matchCount = 0;
  let ownPrices = own();

  function matchOf(provider: string, model: string): Match {
    const now = own();
    if (now !== ownPrices || matchCount >= mostMatches) {
      ownPrices = now;
      matches.clear();
      matchCount = 0;
    }
    const known = matches.get(provider)?.get(model);
    if (known !== undefined) return known;
    const found = findMatch(ownPrices, provider, model);
    const models = matches.get(provider) ?? new Map<string, Match>();
    matches.set(provider, models.set(model, found));
    matchCount += 1;
    return found;
  }

  function compute(call: PricedCall): CallPrice {
    const tokens = allTokens(call);
    if (tokens === 0 && call.ok === 0) return nothingUsed;
    const { origin, priceRev, tariffAt } = matchOf(call.provider, call.model);
    // An answer without tokens is one whose tokens nobody told.
    if (tariffAt === undefined || (tokens === 0 && origin !== 'local')) return unknown;
    const micros = costMicros(call, tariffAt(call.ts_ms));
    return micros === null ? unknown : { cost_micros: micros, cost_source: 'computed', price_rev: priceRev };
  }

  return {
    compute,
    price(call) {
      const { cost_micros: told } = call;
      if (typeof told !== 'number') return compute(call);
      return { cost_micros: told, cost_source: 'vendor', price_rev: call.price_rev ?? '' };
    },
    lookUp(provider, model, atMs) {
      const { tariffAt, ...match } = matchOf(provider, model);
      return { ...match, tariff: tariffAt?.(atMs) ?? null };
    },
  };
}

function findMatch(ownPrices: readonly OwnPrice[], provider: string, model: string): Match {
  const own = findOwnPrice(ownPrices, provider, model);
  if (own !== undefined) {
    const tariff = ownTariff(own);
    return { origin: 'own', priceRev: ownRevision(own), listedAs: null, tariffAt: () => tariff };
  }
  if (isLocal(provider, model)) return { origin: 'local', priceRev: 'local', listedAs: null, tariffAt: () => free };
  const listed = findListedModel(provider, model);
  if (listed === undefined) return { origin: 'unknown', priceRev: '', listedAs: null, tariffAt: undefined };
  return { origin: 'built-in', priceRev: builtInRevision, ...listed };
}
