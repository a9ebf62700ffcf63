import { type QuestionRow } from '../../contract/questions.ts';
import { type Answer } from '../data/answer.ts';
import { useQuestion } from '../data/use-question.ts';
import { type DayRange } from '../format/day-range.ts';
import { useLiveDays } from './use-live-days.ts';

/** All that the overview asks about its range. */
export interface OverviewAnswers {
  readonly minutes: Answer<QuestionRow<'app-minutes-per-day'>>;
  readonly cost: Answer<QuestionRow<'cost-per-hour'>>;
  readonly nodes: Answer<QuestionRow<'failing-nodes'>>;
  readonly tools: Answer<QuestionRow<'failing-tools'>>;
}

/** As many as a question gives: the tiles count the errors of all of them. */
export const hotspotLimit = 1_000;

/** Asks each question once for tiles and charts together. */
export function useAnswers(range: DayRange, nowMs: number): OverviewAnswers {
  const { fromDay, toDay, fromMs, toMs } = range;
  const storedMinutes = useQuestion('app-minutes-per-day', { from_day: fromDay, to_day: toDay });
  const moments = { from_ms: fromMs, to_ms: toMs };
  return {
    minutes: useLiveDays(storedMinutes, range, nowMs),
    cost: useQuestion('cost-per-hour', moments),
    nodes: useQuestion('failing-nodes', { ...moments, limit: hotspotLimit }),
    tools: useQuestion('failing-tools', { ...moments, limit: hotspotLimit }),
  };
}
