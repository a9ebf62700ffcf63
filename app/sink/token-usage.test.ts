import { expect, it } from 'vitest';
import { tokensOf } from './token-usage.ts';

const none = {
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_5m_tokens: 0,
  cache_write_1h_tokens: 0,
  reasoning_tokens: 0,
};

function answer(...usages: object[]) {
  return { generations: usages.map((usage_metadata) => [{ message: { usage_metadata } }]) };
}

it('takes cached input and reasoning out of the counts that hold them', () => {
  const usage = {
    input_tokens: 1_000,
    output_tokens: 300,
    total_tokens: 1_300,
    input_token_details: { cache_read: 600, cache_creation: 100 },
    output_token_details: { reasoning: 120 },
  };
  expect(tokensOf(answer(usage))).toEqual({
    ...none,
    input_tokens: 300,
    output_tokens: 180,
    cache_read_tokens: 600,
    cache_write_5m_tokens: 100,
    reasoning_tokens: 120,
  });
});

it('tells tokens cached for an hour from those cached for five minutes', () => {
  const input_token_details = { cache_creation: 100, ephemeral_1h_input_tokens: 40, ephemeral_5m_input_tokens: 60 };
  expect(tokensOf(answer({ input_tokens: 150, output_tokens: 1, input_token_details }))).toMatchObject({
    input_tokens: 50,
    cache_write_5m_tokens: 60,
    cache_write_1h_tokens: 40,
  });
});

it('adds up the answers of one call', () => {
  const usage = { input_tokens: 10, output_tokens: 2 };
  expect(tokensOf(answer(usage, usage))).toEqual({ ...none, input_tokens: 20, output_tokens: 4 });
});

it.each([
  { promptTokens: 7, completionTokens: 3 },
  { prompt_tokens: 7, completion_tokens: 3 },
])('reads the older words %o', (tokenUsage) => {
  const result = { generations: [[{ text: 'x' }]], llmOutput: { tokenUsage } };
  expect(tokensOf(result)).toEqual({ ...none, input_tokens: 7, output_tokens: 3 });
});

it('never counts below zero, and nothing where nothing is told', () => {
  const input_token_details = { cache_read: 90 };
  expect(tokensOf(answer({ input_tokens: 50, output_tokens: -4, input_token_details }))).toEqual({
    ...none,
    cache_read_tokens: 90,
  });
  for (const told of [
    undefined,
    null,
    {},
    { generations: 'x' },
    answer({ input_tokens: 'many', output_tokens: NaN }),
  ]) {
    expect(tokensOf(told)).toEqual(none);
  }
});
