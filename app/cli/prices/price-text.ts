import { grouped } from '../../contract/counts.ts';
import { type TokenClass, type Tariff, type Tier, tokenClasses } from '../../core/prices/rates.ts';
import { type TextColumn, textTable } from '../text-table.ts';

const classNames: Readonly<Record<TokenClass, string>> = {
  input: 'input',
  cacheRead: 'input, read from the cache',
  cacheWrite5m: 'input, cached for 5 minutes',
  cacheWrite1h: 'input, cached for 1 hour',
  output: 'output',
  reasoning: 'output, reasoning',
};

/** What each sort of token costs, with a column for each size of input that has its own price. */
export function tariffText({ tiers, usdPerCall }: Tariff): string {
  const columns: TextColumn[] = [{ title: 'US dollars per million tokens' }, ...tiers.map(sizeColumn)];
  const rows = tokenClasses.map((name) => [
    classNames[name],
    ...tiers.map(({ rates }) => {
      const rate = rates[name];
      return rate === null ? 'none' : String(rate);
    }),
  ]);
  const perCall = usdPerCall === 0 ? '' : `And ${usdPerCall} US dollars for the call itself.\n`;
  return textTable(columns, rows) + perCall;
}

function sizeColumn({ aboveInputTokens }: Tier): TextColumn {
  const title = aboveInputTokens < 0 ? 'price' : `above ${grouped(aboveInputTokens)} in`;
  return { title, align: 'right' };
}

/** `3 / 15`: dollars per million tokens of input and output, of calls of common size. */
export function briefTariff(tariff: Tariff | null): string {
  if (tariff === null) return 'none';
  const { input, output } = tariff.tiers[0].rates;
  if (input === 0 && output === 0) return 'free';
  return `${input ?? '–'} / ${output ?? '–'}`;
}

/** The tariff with the names of the columns that its tokens stand in. */
export function tariffJson({ tiers, usdPerCall }: Tariff): object {
  return {
    usd_per_call: usdPerCall,
    usd_per_mtok: tiers.map(({ aboveInputTokens, rates }) => ({
      above_input_tokens: Math.max(0, aboveInputTokens),
      input: rates.input,
      cache_read: rates.cacheRead,
      cache_write_5m: rates.cacheWrite5m,
      cache_write_1h: rates.cacheWrite1h,
      output: rates.output,
      reasoning: rates.reasoning,
    })),
  };
}
