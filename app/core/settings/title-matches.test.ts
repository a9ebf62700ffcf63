import { expect, it } from 'vitest';
import { countTitleMatches } from './title-matches.ts';

it('counts titles as the privacy filter would drop them', async () => {
  const titles = ['Payroll 2026', 'payroll draft', 'Mail'];
  expect(await countTitleMatches('^PAYROLL', { titles, complete: true })).toEqual({
    titles: 3,
    matching: 2,
    complete: true,
    tooSlow: false,
  });
});

it('ends at a pattern that runs away, and says so', async () => {
  const titles = ['Mail', `${'a'.repeat(60)}!`, 'Never looked at'];
  expect(await countTitleMatches('^(a+)+$', { titles, complete: false })).toMatchObject({ tooSlow: true });
});
