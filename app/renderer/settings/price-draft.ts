import { checkSetting } from '../../contract/setting-changes.ts';
import { type OwnPrice } from '../../contract/settings.ts';

/** A price as it is being typed. */
export type PriceDraft = Readonly<Record<keyof OwnPrice, string>>;

export const emptyDraft: PriceDraft = {
  model: '',
  provider: '',
  inputUsdPerMtok: '',
  outputUsdPerMtok: '',
  cacheReadUsdPerMtok: '',
  cacheWrite5mUsdPerMtok: '',
  cacheWrite1hUsdPerMtok: '',
};

export function draftOf(price: OwnPrice): PriceDraft {
  const written = Object.entries(price).map(([key, value]) => [key, String(value)]);
  return { ...emptyDraft, ...(Object.fromEntries(written) as Partial<PriceDraft>) };
}

/** What is wrong with a draft, by field; empty when it is a price. */
export type DraftProblems = Partial<Record<keyof OwnPrice, string | undefined>>;

export interface ReadDraft {
  readonly price: OwnPrice;
  readonly problems: DraftProblems;
}

/** The price that was typed; what was left empty is left out. */
export function readDraft(draft: PriceDraft): ReadDraft {
  const texts = { model: draft.model.trim(), provider: draft.provider.trim() };
  const dollars = Object.entries(draft).flatMap(([key, text]) =>
    key === 'model' || key === 'provider' || text.trim() === '' ? [] : [[key, Number(text)] as const],
  );
  const { provider, ...named } = texts;
  const price = {
    ...named,
    ...(provider === '' ? {} : { provider }),
    ...Object.fromEntries(dollars),
  } as unknown as OwnPrice;
  return { price, problems: problemsOf(price) };
}

function problemsOf(price: OwnPrice): DraftProblems {
  const problems: DraftProblems = {};
  if (price.model === '') problems.model = 'Enter the name of the model.';
  for (const key of Object.keys(emptyDraft) as (keyof OwnPrice)[]) {
    if (key === 'model' || key === 'provider') continue;
    const value = price[key];
    const needed = key === 'inputUsdPerMtok' || key === 'outputUsdPerMtok';
    if (value === undefined ? needed : !isPrice(value)) problems[key] = 'Enter dollars, 0 or more.';
  }
  return problems;
}

/** Asks the schema, on a price that is right but for this number. */
function isPrice(value: number): boolean {
  return checkSetting('prices', [{ model: 'm', inputUsdPerMtok: value, outputUsdPerMtok: value }]).ok;
}
