import { describe, expect, it } from 'vitest';
import type { ModelInvocationRow } from '../../contract/rows.ts';
import type { OwnPrice } from '../../contract/settings.ts';
import { createPriceList } from './price-list.ts';

const prices = createPriceList({ own: () => [] });
const may2026 = Date.UTC(2026, 4, 15, 12);

function call(provider: string, model: string, rest: Partial<ModelInvocationRow> = {}): ModelInvocationRow {
  return { ts_ms: may2026, provider, model, ok: 1, ...rest };
}

const million = { input_tokens: 1_000_000, output_tokens: 1_000_000 };

describe('the price of a call, worked out by hand', () => {
  // Dollars per million tokens are micro-dollars per token: each cost is a sum of tokens times dollars.
  it.each<[what: string, ModelInvocationRow, micros: number | null]>([
    [
      'Claude Sonnet 4.6 with cache: 1000×3 + 20000×0.3 + 400×3.75 + 500×15',
      call('anthropic', 'claude-sonnet-4-6', {
        input_tokens: 1_000,
        cache_read_tokens: 20_000,
        cache_write_5m_tokens: 400,
        output_tokens: 500,
      }),
      3_000 + 6_000 + 1_500 + 7_500,
    ],
    [
      'Claude Opus 4.5 with a cache for an hour: 10×5 + 1000×10 + 100×25',
      call('anthropic', 'claude-opus-4-5-20251101', {
        input_tokens: 10,
        cache_write_1h_tokens: 1_000,
        output_tokens: 100,
      }),
      50 + 10_000 + 2_500,
    ],
    [
      'Claude Haiku 4.5 with both caches: 100×1.25 + 100×2 + 3×5',
      call('anthropic', 'claude-haiku-4-5', {
        cache_write_5m_tokens: 100,
        cache_write_1h_tokens: 100,
        output_tokens: 3,
      }),
      125 + 200 + 15,
    ],
    [
      'Claude Sonnet 4.5, exactly 200,000 tokens in: 200000×3 + 10×15',
      call('anthropic', 'claude-sonnet-4-5', { input_tokens: 200_000, output_tokens: 10 }),
      600_150,
    ],
    [
      'Claude Sonnet 4.5 above 200,000 by its cache, all at the higher rate: 1×6 + 200000×0.6 + 10×22.5',
      call('anthropic', 'claude-sonnet-4-5', { input_tokens: 1, cache_read_tokens: 200_000, output_tokens: 10 }),
      6 + 120_000 + 225,
    ],
    [
      'Claude Opus 4.6 above 200,000 before the flat price of 13 March 2026: 300000×10 + 1000×37.5',
      call('anthropic', 'claude-opus-4-6', {
        ts_ms: Date.UTC(2026, 2, 12, 23, 59, 59, 999),
        input_tokens: 300_000,
        output_tokens: 1_000,
      }),
      3_037_500,
    ],
    [
      'the same call a millisecond later: 300000×5 + 1000×25',
      call('anthropic', 'claude-opus-4-6', {
        ts_ms: Date.UTC(2026, 2, 13),
        input_tokens: 300_000,
        output_tokens: 1_000,
      }),
      1_525_000,
    ],
    [
      'o3 with reasoning before its price fell: 100×10 + (50+200)×40',
      call('openai', 'o3', {
        ts_ms: Date.UTC(2025, 5, 9),
        input_tokens: 100,
        output_tokens: 50,
        reasoning_tokens: 200,
      }),
      1_000 + 10_000,
    ],
    [
      'o3 with reasoning since then: 100×2 + (50+200)×8',
      call('openai', 'o3-2025-04-16', { input_tokens: 100, output_tokens: 50, reasoning_tokens: 200 }),
      200 + 2_000,
    ],
    [
      'GPT-5.2 Codex with cache and reasoning: 1000×1.75 + 8000×0.175 + (100+300)×14',
      call('openai', 'gpt-5.2-codex', {
        input_tokens: 1_000,
        cache_read_tokens: 8_000,
        output_tokens: 100,
        reasoning_tokens: 300,
      }),
      1_750 + 1_400 + 5_600,
    ],
    [
      'GPT-4o mini, a cost that ends on half a micro: 10×0.15 = 1.5',
      call('openai', 'gpt-4o-mini', { input_tokens: 10 }),
      2,
    ],
    [
      'GPT-4.1 nano, where doubles make 0.30000000000000004: 3×0.1',
      call('openai', 'gpt-4.1-nano', { input_tokens: 3 }),
      0,
    ],
    [
      'Gemini 2.5 Pro up to 200,000, thoughts as output: 1000×1.25 + (100+900)×10',
      call('gemini', 'models/gemini-2.5-pro', { input_tokens: 1_000, output_tokens: 100, reasoning_tokens: 900 }),
      1_250 + 10_000,
    ],
    [
      'Gemini 2.5 Pro above 200,000: 250000×2.5 + 1000×15',
      call('google', 'gemini-2.5-pro', { input_tokens: 250_000, output_tokens: 1_000 }),
      640_000,
    ],
    [
      'Gemini 2.5 Flash without a price for cache writes charges them as input: 1000×0.3 + 10×2.5',
      call('gcp.gemini', 'gemini-2.5-flash', { cache_write_5m_tokens: 1_000, output_tokens: 10 }),
      325,
    ],
    [
      'Grok 3 mini: 1000×0.3 + 100×0.5',
      call('xai.chat', 'grok-3-mini', { input_tokens: 1_000, output_tokens: 100 }),
      350,
    ],
    [
      'an embedding, which has no output: 5000×0.02',
      call('openai', 'text-embedding-3-small', { input_tokens: 5_000 }),
      100,
    ],
    ['a sort of token that the list has no price for', call('openai', 'text-embedding-3-small', million), null],
    ['a model that is listed as free', call('google', 'gemma-3-27b-it', million), 0],
    ['a model on this machine', call('ollama', 'qwen3:8b', million), 0],
    ['a model on this machine, tokens untold', call('mlx', 'qwen3-8b'), 0],
    ['a rented model behind the program of this machine', call('ollama', 'gpt-oss:120b-cloud', million), null],
    ['a model that nobody knows', call('anthropic', 'claude-nobody-9', million), null],
    ['a provider that nobody knows, though it names a model that we know', call('acme', 'gpt-4o', million), null],
    ['an answer whose tokens nobody told', call('openai', 'gpt-4o'), null],
    ['a failed call that used nothing', call('openai', 'gpt-4o', { ok: 0 }), 0],
    ['a failed call of a model that nobody knows', call('acme', 'what', { ok: 0 }), 0],
    ['a failed call that did use tokens: 100×2.5', call('openai', 'gpt-4o', { ok: 0, input_tokens: 100 }), 250],
  ])('%s', (_, row, micros) => {
    expect(prices.price(row).cost_micros).toBe(micros);
  });
});

describe('names of models and providers', () => {
  it.each([
    ['anthropic', 'claude-sonnet-4-5-20250929', 'anthropic/claude-sonnet-4-5'],
    ['anthropic', 'claude-sonnet-4-5[1m]', 'anthropic/claude-sonnet-4-5'],
    ['anthropic', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic/claude-sonnet-4-5'],
    ['anthropic', 'claude-opus-4-5@20251101', 'anthropic/claude-opus-4-5'],
    ['anthropic', 'claude-fable-5-1[1m]', 'anthropic/claude-fable-5-1'],
    [
      'aws.bedrock',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ],
    ['aws.bedrock', 'global.anthropic.claude-opus-4-5-v1:0', 'aws/global.anthropic.claude-opus-4-5-v1:0'],
    [
      'bedrock',
      'arn:aws:bedrock:us-east-1:123:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0',
      'aws/regional.anthropic.claude-haiku-4-5-20251001-v1:0',
    ],
    ['aws.bedrock', 'anthropic.claude-2', 'anthropic/claude-2'],
    ['google_vertexai', 'claude-sonnet-4-5@20250929', 'google/claude-sonnet-4-5'],
    ['gcp.vertex_ai', 'publishers/google/models/gemini-2.5-flash', 'google/gemini-2.5-flash'],
    ['google.generative-ai', 'gemini-2.5-flash', 'google/gemini-2.5-flash'],
    ['google.vertex.chat', 'gemini-2.5-flash', 'google/gemini-2.5-flash'],
    ['anthropic.messages', 'claude-sonnet-4-5', 'anthropic/claude-sonnet-4-5'],
    ['azure.ai.openai', 'gpt-4.1', 'azure/gpt-4.1'],
    ['azure-openai.chat', 'gpt-4.1', 'azure/gpt-4.1'],
    ['openai.responses', 'gpt-5.2-2025-12-11', 'openai/gpt-5.2'],
    ['openai', 'gpt-5.2-codex-2026-01-20', 'openai/gpt-5.2'],
    ['openrouter', 'anthropic/claude-sonnet-4.5', 'openrouter/anthropic/claude-sonnet-4.5'],
    ['litellm', 'anthropic/claude-sonnet-4-5', 'anthropic/claude-sonnet-4-5'],
    ['', 'gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['x_ai', 'grok-4', 'x-ai/grok-4-0709'],
    ['ANTHROPIC', ' Claude-Haiku-4-5 ', 'anthropic/claude-haiku-4-5'],
  ])('%s %s is %s', (provider, model, listedAs) => {
    expect(prices.lookUp(provider, model, may2026).listedAs).toBe(listedAs);
  });

  it('takes a later model for none that came before it', () => {
    expect(prices.lookUp('anthropic', 'claude-fable-6', may2026).origin).toBe('unknown');
    expect(prices.lookUp('openai', 'gpt-99-codex', may2026).origin).toBe('unknown');
  });
});

describe('where a cost is from', () => {
  it('leaves the cost of the vendor as it is, free calls included', () => {
    const row = call('anthropic', 'claude-opus-4-5', { ...million, cost_micros: 17 });
    expect(prices.price(row)).toEqual({ cost_micros: 17, cost_source: 'vendor', price_rev: '' });
    expect(prices.price({ ...row, cost_micros: 0 }).cost_micros).toBe(0);
  });

  it('names the revision of the built-in list', () => {
    expect(prices.price(call('openai', 'gpt-4o', million))).toEqual({
      cost_micros: 12_500_000,
      cost_source: 'computed',
      price_rev: 'genai-prices@0.1.8',
    });
  });

  it('says that it does not know', () => {
    const unknown = { cost_micros: null, cost_source: 'unknown', price_rev: '' };
    expect(prices.price(call('acme', 'one', million))).toEqual(unknown);
    expect(prices.price(call('acme', 'one', { ...million, cost_micros: null }))).toEqual(unknown);
  });
});

describe('own prices', () => {
  const own: OwnPrice[] = [
    { model: 'gpt-4o', provider: 'azure', inputUsdPerMtok: 1, outputUsdPerMtok: 2 },
    { model: 'acme-*', inputUsdPerMtok: 3, outputUsdPerMtok: 4, cacheReadUsdPerMtok: 0.25, cacheWrite1hUsdPerMtok: 7 },
    { model: 'acme-large', inputUsdPerMtok: 100, outputUsdPerMtok: 100 },
    { model: 'qwen3:8b', inputUsdPerMtok: 0.01, outputUsdPerMtok: 0.01 },
  ];
  const list = createPriceList({ own: () => own });
  const priceOf = (row: ModelInvocationRow) => list.price(row);

  it('count before the built-in list, for the provider they name', () => {
    expect(priceOf(call('azure.ai.openai', 'GPT-4o', million))).toEqual({
      cost_micros: 3_000_000,
      cost_source: 'computed',
      price_rev: 'own:azure/gpt-4o',
    });
    expect(priceOf(call('openai', 'gpt-4o', million)).cost_micros).toBe(12_500_000);
  });

  it('may end in a star; the first that fits counts, and unstated cache rates are the input rate', () => {
    const row = call('acme', 'acme-large', {
      input_tokens: 10,
      cache_read_tokens: 100,
      cache_write_5m_tokens: 10,
      cache_write_1h_tokens: 10,
      output_tokens: 5,
      reasoning_tokens: 5,
    });
    expect(priceOf(row)).toEqual({
      cost_micros: 30 + 25 + 30 + 70 + 40,
      cost_source: 'computed',
      price_rev: 'own:acme-*',
    });
  });

  it('are of one provider only, whatever names look like', () => {
    const mine = createPriceList({
      own: () => [{ model: '*', provider: 'my.proxy', inputUsdPerMtok: 1, outputUsdPerMtok: 1 }],
    });
    expect(mine.price(call('My.Proxy', 'm', million)).cost_micros).toBe(2_000_000);
    expect(mine.price(call('my.proxy.chat', 'm', million)).cost_micros).toBe(2_000_000);
    expect(mine.price(call('my.other', 'm', million)).cost_micros).toBeNull();
  });

  it('can give a price to what runs on this machine', () => {
    expect(priceOf(call('ollama', 'qwen3:8b', million)).cost_micros).toBe(20_000);
  });

  it('do not change what the vendor said', () => {
    expect(priceOf(call('acme', 'acme-large', { ...million, cost_micros: 5 })).cost_micros).toBe(5);
  });

  it('count from the moment they change', () => {
    let current: readonly OwnPrice[] = [];
    const changing = createPriceList({ own: () => current });
    const row = call('acme', 'acme-large', million);
    expect(changing.price(row).cost_micros).toBeNull();
    current = own;
    expect(changing.price(row).price_rev).toBe('own:acme-*');
    current = [];
    expect(changing.price(row).cost_micros).toBeNull();
  });
});

it('forgets models when somebody sends names without end', () => {
  const list = createPriceList({ own: () => [] });
  for (let index = 0; index < 10_050; index++) list.price(call('ollama', `made-up-${index}`, million));
  expect(list.price(call('openai', 'gpt-4o', million)).cost_micros).toBe(12_500_000);
});
