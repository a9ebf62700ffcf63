import type { Forgotten } from './forget-conditions.ts';

/** All that a suggestion says; its id holds the subject. */
const texts = ['title', 'body', 'subject', 'evidence_params', 'suggestion_id'] as const;

/**
 * What the always-on agent said. It speaks of windows and of agents in one breath, so what it said in a time goes with the
 * person's part of that time.
 *   inTime  finds rows by their time
 *   says    finds texts that hold what is forgotten; left out, all texts do
 */
export function forgottenSuggestions(inTime: string, says?: (text: string) => string): Forgotten {
  const where = says === undefined ? inTime : `(${texts.map(says).join(' OR ')}) AND ${inTime}`;
  return { table: 'hive.suggestions', where };
}
