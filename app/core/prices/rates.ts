import type { ModelInvocationRow } from '../../contract/rows.ts';

/** The disjoint sorts of tokens, as the columns of `hive.model_invocations` hold them. */
export const tokenClasses = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning'] as const;
export type TokenClass = (typeof tokenClasses)[number];

/** What a price depends on. */
export type PricedCall = Pick<
  ModelInvocationRow,
  | 'ts_ms'
  | 'provider'
  | 'model'
  | 'ok'
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_read_tokens'
  | 'cache_write_5m_tokens'
  | 'cache_write_1h_tokens'
  | 'reasoning_tokens'
>;

/** US dollars per million tokens, which is micro-dollars per token; null where nobody says. */
export type Rates = Readonly<Record<TokenClass, number | null>>;

/** Rates of calls whose whole input, cached included, is above a number of tokens. */
export interface Tier {
  /** -1: any input. */
  readonly aboveInputTokens: number;
  readonly rates: Rates;
}

/** What a model costs at one moment. The first tier is for any input, later ones for more of it. */
export interface Tariff {
  readonly tiers: readonly [Tier, ...Tier[]];
  /** Charged for the call itself. */
  readonly usdPerCall: number;
}

/** Rates are counted in millionths, so that sums of products are whole numbers, exact up to 9,000 dollars a call. */
const fraction = 1_000_000;

/** Tokens of all sorts. */
export function allTokens(call: PricedCall): number {
  return inputTokens(call) + (call.output_tokens ?? 0) + (call.reasoning_tokens ?? 0);
}

/** Cost in whole micro-dollars, halves up; null when a sort of token that was used has no rate. */
export function costMicros(call: PricedCall, { tiers, usdPerCall }: Tariff): number | null {
  const { rates } = tierFor(call, tiers);
  const sum =
    part(call.input_tokens, rates.input) +
    part(call.cache_read_tokens, rates.cacheRead) +
    part(call.cache_write_5m_tokens, rates.cacheWrite5m) +
    part(call.cache_write_1h_tokens, rates.cacheWrite1h) +
    part(call.output_tokens, rates.output) +
    part(call.reasoning_tokens, rates.reasoning);
  if (Number.isNaN(sum)) return null;
  return Math.round(sum / fraction + usdPerCall * 1_000_000);
}

/** The highest tier whose bound is below the input; all tokens of the call are charged by it. */
function tierFor(call: PricedCall, tiers: Tariff['tiers']): Tier {
  let [reached] = tiers;
  if (tiers.length === 1) return reached;
  const input = inputTokens(call);
  for (const tier of tiers) if (input > tier.aboveInputTokens) reached = tier;
  return reached;
}

function inputTokens(call: PricedCall): number {
  return (
    (call.input_tokens ?? 0) +
    (call.cache_read_tokens ?? 0) +
    (call.cache_write_5m_tokens ?? 0) +
    (call.cache_write_1h_tokens ?? 0)
  );
}

function part(tokens = 0, rate: number | null): number {
  if (tokens === 0) return 0;
  return rate === null ? Number.NaN : tokens * Math.round(rate * fraction);
}
