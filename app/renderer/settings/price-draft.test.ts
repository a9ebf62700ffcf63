import { expect, it } from 'vitest';
import { draftOf, emptyDraft, readDraft } from './price-draft.ts';

it('reads what was typed and leaves out what was left empty', () => {
  const draft = { ...emptyDraft, model: ' my-model* ', inputUsdPerMtok: '0.25', outputUsdPerMtok: '2' };
  expect(readDraft(draft)).toEqual({
    price: { model: 'my-model*', inputUsdPerMtok: 0.25, outputUsdPerMtok: 2 },
    problems: {},
  });
});

it('gives back the same price after an edit that changes nothing', () => {
  const price = { model: 'm', provider: 'p', inputUsdPerMtok: 0, outputUsdPerMtok: 1.5, cacheReadUsdPerMtok: 0.1 };
  expect(readDraft(draftOf(price)).price).toEqual(price);
});

it('names each field that is wrong', () => {
  const { problems } = readDraft({
    ...emptyDraft,
    inputUsdPerMtok: 'free',
    outputUsdPerMtok: '-1',
    cacheReadUsdPerMtok: '1e9',
  });
  expect(Object.keys(problems)).toEqual(['model', 'inputUsdPerMtok', 'outputUsdPerMtok', 'cacheReadUsdPerMtok']);
});
