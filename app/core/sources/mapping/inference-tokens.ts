import type { Attributes } from '../otlp/otlp-record.ts';
import { integer } from './attributes.ts';
import type { Keys } from './inference-convention.ts';

export interface UsageKeys {
  readonly input: Keys;
  readonly output: Keys;
  readonly cacheRead: Keys;
  readonly cacheWrite: Keys;
  /** The part of `cacheWrite` that is kept for an hour. */
  readonly cacheWrite1h: Keys;
  readonly cacheWrite5m: Keys;
  readonly reasoning: Keys;
  readonly total: Keys;
}

/** Token columns of a call: no token stands in two of them. */
export interface DisjointTokens {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens: number;
  readonly cache_write_5m_tokens: number;
  readonly cache_write_1h_tokens: number;
  readonly reasoning_tokens: number;
}

export interface TokenReading {
  readonly tokens: DisjointTokens;
  /** True when the numbers showed that the program does not count as its convention says. */
  readonly guessed: boolean;
}

/**
 * Splits what a span counts. By convention, input includes the tokens read from and written to the cache, and output
 * includes reasoning. Programs that count otherwise give themselves away: parts are larger than the whole, or the total
 * is only right when the parts stand beside it. `cacheBesideInput` says that a convention is known to do so.
 */
export function readTokens(attributes: Attributes, keys: UsageKeys, cacheBesideInput: boolean): TokenReading {
  const input = integer(attributes, ...keys.input) ?? 0;
  const output = integer(attributes, ...keys.output) ?? 0;
  const cacheRead = integer(attributes, ...keys.cacheRead) ?? 0;
  const oneHour = integer(attributes, ...keys.cacheWrite1h) ?? 0;
  const fiveMinutes = integer(attributes, ...keys.cacheWrite5m);
  const cacheWrite = Math.max(integer(attributes, ...keys.cacheWrite) ?? 0, oneHour + (fiveMinutes ?? 0));
  const reasoning = integer(attributes, ...keys.reasoning) ?? 0;
  const total = integer(attributes, ...keys.total);

  const cached = cacheRead + cacheWrite;
  const shown = total === undefined ? undefined : partsBeside(total - input - output, cached, reasoning);
  const cacheGuess = cached > input || (shown?.cache ?? false);
  const reasoningBeside = reasoning > output || (shown?.reasoning ?? false);
  return {
    tokens: {
      input_tokens: cacheBesideInput || cacheGuess ? input : input - cached,
      output_tokens: reasoningBeside ? output : output - reasoning,
      cache_read_tokens: cacheRead,
      cache_write_5m_tokens: cacheWrite - oneHour,
      cache_write_1h_tokens: oneHour,
      reasoning_tokens: reasoning,
    },
    guessed: (cacheGuess && !cacheBesideInput) || reasoningBeside,
  };
}

/** Which parts the total counts beyond input and output; undefined when it does not say. */
function partsBeside(
  beyond: number,
  cached: number,
  reasoning: number,
): { readonly cache: boolean; readonly reasoning: boolean } | undefined {
  if (beyond <= 0) return undefined;
  if (beyond === cached + reasoning) return { cache: cached > 0, reasoning: reasoning > 0 };
  if (beyond === cached) return { cache: true, reasoning: false };
  return beyond === reasoning ? { cache: false, reasoning: true } : undefined;
}
