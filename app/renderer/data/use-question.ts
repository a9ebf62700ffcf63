import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type QuestionName, type QuestionRow, type QuestionTakes } from '../../contract/questions.ts';
import { type Answer, answerOf, questionOptions } from './answer.ts';
import { useSession } from './session.ts';
import { useAsked } from './use-asked.ts';

/**
 * The answer to a question, asked at once, whenever its parameters change, and again on every refresh; while nobody asks for
 * one, `leastMs` lie between two.
 */
export function useQuestion<N extends QuestionName>(
  name: N,
  params: QuestionTakes<N>,
  leastMs = 0,
): Answer<QuestionRow<N>> {
  const session = useSession();
  const { data, isPlaceholderData } = useQuery(questionOptions(session, name, params, leastMs), session.queries);
  // One object for one answer: charts are costly and are drawn again for another one only.
  const asked = useAsked(name, params);
  return useMemo(() => answerOf(data, { outdated: isPlaceholderData, asked }), [data, isPlaceholderData, asked]);
}
