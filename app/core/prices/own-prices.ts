import type { OwnPrice } from '../../contract/settings.ts';
import { listed } from './model-names.ts';
import type { Tariff } from './rates.ts';

/** How the revision of a cost begins that the person's own price gave. */
export const ownRevisionPrefix = 'own:';

/** The first of the person's prices that fits. */
export function findOwnPrice(prices: readonly OwnPrice[], provider: string, model: string): OwnPrice | undefined {
  const name = model.trim().toLowerCase();
  return prices.find((price) => fitsModel(price.model.trim().toLowerCase(), name) && fitsProvider(price, provider));
}

function fitsModel(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function fitsProvider({ provider }: OwnPrice, given: string): boolean {
  return (
    provider === undefined ||
    provider.trim().toLowerCase() === given.trim().toLowerCase() ||
    listed(provider) === listed(given)
  );
}

/** Which of the person's prices a cost is from: `own:claude-*`, `own:openrouter/claude-*`. */
export function ownRevision({ provider, model }: OwnPrice): string {
  return `${ownRevisionPrefix}${provider === undefined ? '' : `${provider}/`}${model}`;
}

export function ownTariff(price: OwnPrice): Tariff {
  const { inputUsdPerMtok: input, outputUsdPerMtok: output } = price;
  const rates = {
    input,
    cacheRead: price.cacheReadUsdPerMtok ?? input,
    cacheWrite5m: price.cacheWrite5mUsdPerMtok ?? input,
    cacheWrite1h: price.cacheWrite1hUsdPerMtok ?? input,
    output,
    reasoning: output,
  };
  return { tiers: [{ aboveInputTokens: -1, rates }], usdPerCall: 0 };
}
