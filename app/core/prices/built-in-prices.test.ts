import { readFileSync } from 'node:fs';
import { calcPrice, waitForUpdate } from '@pydantic/genai-prices';
import { expect, it } from 'vitest';
import { builtInRevision } from './built-in-prices.ts';
import { createPriceList } from './price-list.ts';

const packageDir = 'node_modules/@pydantic/genai-prices';

it('names the version of the list that is installed', () => {
  const { version } = JSON.parse(readFileSync(`${packageDir}/package.json`, 'utf8')) as { version: string };
  expect(builtInRevision).toBe(`genai-prices@${version}`);
});

it('is a list that has no way to the network', () => {
  const code = readFileSync(`${packageDir}/dist/index.js`, 'utf8');
  expect(code).not.toMatch(/\bfetch\s*\(|\bimport\s*\(|\brequire\s*\(|^import |XMLHttpRequest|WebSocket/m);
});

/** Moments on both sides of what the list's prices depend on: dates, and times of the day. */
const moments = [
  Date.UTC(2024, 0, 1, 3),
  Date.UTC(2025, 5, 9, 17),
  Date.UTC(2026, 1, 10, 0, 29, 59),
  Date.UTC(2026, 2, 13),
  Date.UTC(2026, 10, 21, 16, 30),
  Date.UTC(2027, 6, 1, 23, 59),
];

const usages = [
  [1_000, 0, 0, 0, 500, 0],
  [17, 90_001, 333, 0, 7, 1_201],
  [150_000, 49_999, 1, 0, 1, 1],
  [150_000, 49_999, 1, 1, 1, 1],
  [300_000, 500_000, 10_000, 20_000, 30_000, 5_000],
] as const;

it('agrees with its own calculator about every model that it lists', async () => {
  const prices = createPriceList({ own: () => [] });
  const wrong: string[] = [];
  let compared = 0;
  for (const provider of (await waitForUpdate()) ?? []) {
    for (const model of provider.models) {
      for (const [index, usage] of usages.entries()) {
        const atMs = moments[(index + compared) % moments.length] ?? 0;
        const [input, cacheRead, write5m, write1h, output, reasoning] = usage;
        const theirs = calcPrice(
          {
            input_tokens: input + cacheRead + write5m + write1h,
            cache_read_tokens: cacheRead,
            cache_write_tokens: write5m + write1h,
            cache_write_5m_tokens: write5m,
            cache_write_1h_tokens: write1h,
            output_tokens: output + reasoning,
            output_reasoning_tokens: reasoning,
          },
          model.id,
          { providerId: provider.id, timestamp: new Date(atMs) },
        );
        const ours = prices.price({
          ts_ms: atMs,
          provider: provider.id,
          model: model.id,
          ok: 1,
          input_tokens: input,
          cache_read_tokens: cacheRead,
          cache_write_5m_tokens: write5m,
          cache_write_1h_tokens: write1h,
          output_tokens: output,
          reasoning_tokens: reasoning,
        });
        // Null: a model without a price for tokens, which their calculator calls free.
        if (theirs === null || ours.cost_micros === null) continue;
        compared += 1;
        if (Math.abs(theirs.total_price * 1e6 - ours.cost_micros) > 0.51)
          wrong.push(`${provider.id} ${model.id} ${index}: ${theirs.total_price * 1e6} ${ours.cost_micros}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(5_000);
}, 60_000);
