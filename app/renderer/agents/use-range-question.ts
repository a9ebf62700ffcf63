import { type QuestionName, type QuestionRow, type QuestionTakes } from '../../contract/questions.ts';
import { type Answer } from '../data/answer.ts';
import { useNow } from '../data/use-now.ts';
import { useQuestion } from '../data/use-question.ts';
import { type DayRange, restOfRange } from '../format/day-range.ts';

const minuteMs = 60_000;

/** Questions that take a range and nothing else. */
type RangeQuestion = {
  [N in QuestionName]: { from_ms: number; to_ms: number } extends QuestionTakes<N> ? N : never;
}[QuestionName];

/** The answer to a question about the days of a range, asked again the more rarely the longer they are. */
export function useRangeQuestion<N extends RangeQuestion>(name: N, range: DayRange): Answer<QuestionRow<N>> {
  const takes = { from_ms: range.fromMs, to_ms: range.toMs } as QuestionTakes<N>;
  return useQuestion(name, takes, useRestOfRange(range));
}

/** How long an answer about these days may stand. */
export function useRestOfRange(range: DayRange): number {
  return restOfRange(range, useNow(minuteMs));
}
