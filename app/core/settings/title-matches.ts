import type { TitleMatches } from '../../contract/settings-calls.ts';
import { Breath } from '../sources/agents/breath.ts';
import { TitleRules } from '../sources/privacy-rules.ts';

/** Counts the titles that a pattern matches, exactly as the privacy filter would; ends at the first that takes too long. */
export async function countTitleMatches(
  pattern: string,
  { titles, complete }: { readonly titles: readonly string[]; readonly complete: boolean },
): Promise<TitleMatches> {
  const rules = new TitleRules([pattern]);
  let matching = 0;
  const breath = new Breath();
  for (const title of titles) {
    if (breath.due()) await breath.take();
    const verdict = rules.judge(title);
    if (verdict === 'too-slow') return { titles: titles.length, matching, complete, tooSlow: true };
    if (verdict === 'drop') matching += 1;
  }
  return { titles: titles.length, matching, complete, tooSlow: false };
}
