import { describe, expect, it } from 'vitest';
import { genaiCall } from './genai.ts';
import { readTokens } from './inference-tokens.ts';

function read(usage: Readonly<Record<string, number>>, cacheBesideInput = false) {
  const attributes = Object.fromEntries(Object.entries(usage).map(([key, value]) => [`gen_ai.usage.${key}`, value]));
  const { tokens, guessed } = readTokens(attributes, genaiCall.usage, cacheBesideInput);
  const { input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens } = tokens;
  const written = [cache_write_5m_tokens, cache_write_1h_tokens];
  return [input_tokens, cache_read_tokens, ...written, tokens.output_tokens, tokens.reasoning_tokens, guessed];
}

describe('tokens in columns that do not overlap', () => {
  it('take cache and reasoning out of what includes them', () => {
    const usage = { input_tokens: 100, output_tokens: 50, cached_input_tokens: 60, reasoning_tokens: 20 };
    expect(read(usage)).toEqual([40, 60, 0, 0, 30, 20, false]);
    expect(read({ ...usage, total_tokens: 150 })).toEqual([40, 60, 0, 0, 30, 20, false]);
  });

  it('leave input whole when the total counts the cache beside it', () => {
    const usage = { input_tokens: 100, output_tokens: 50, cached_input_tokens: 60, total_tokens: 210 };
    expect(read(usage)).toEqual([100, 60, 0, 0, 50, 0, true]);
  });

  it('leave both whole when the total counts cache and reasoning beside them', () => {
    const usage = { input_tokens: 9, output_tokens: 8, cached_input_tokens: 7, reasoning_tokens: 6, total_tokens: 30 };
    expect(read(usage)).toEqual([9, 7, 0, 0, 8, 6, true]);
  });

  it('leave whole what is smaller than its part', () => {
    expect(read({ input_tokens: 10, cached_input_tokens: 11 })).toEqual([10, 11, 0, 0, 0, 0, true]);
    expect(read({ output_tokens: 10, reasoning_tokens: 11 })).toEqual([0, 0, 0, 0, 10, 11, true]);
  });

  it('are as given where the convention is known to count beside the input', () => {
    expect(read({ input_tokens: 100, cached_input_tokens: 60 }, true)).toEqual([100, 60, 0, 0, 0, 0, false]);
  });

  it('split what was written to the cache, also when only the split is told', () => {
    const split = {
      'cache_creation.ephemeral_5m_input_tokens': 3,
      'cache_creation.ephemeral_1h_input_tokens': 4,
    };
    expect(read({ input_tokens: 10, ...split })).toEqual([3, 0, 3, 4, 0, 0, false]);
    expect(read({ input_tokens: 10, 'cache_creation.input_tokens': 7, ...split })).toEqual([3, 0, 3, 4, 0, 0, false]);
    expect(read({ input_tokens: 10, 'cache_write.input_tokens': 7 })).toEqual([3, 0, 7, 0, 0, 0, false]);
  });
});
