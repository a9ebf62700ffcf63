import { useEffect, useState, useSyncExternalStore } from 'react';
import { type QuestionName, type QuestionRow, type QuestionTakes } from '../../contract/questions.ts';
import { type Answer, createLiveQuestion } from './live-question.ts';
import { useSession } from './session.ts';

/** The answer to a question, asked at once, again on every refresh and whenever its parameters change. */
export function useQuestion<N extends QuestionName>(name: N, params: QuestionTakes<N>): Answer<QuestionRow<N>> {
  const { calls, refresh } = useSession();
  const [question] = useState(() => createLiveQuestion(name, calls));
  const beat = useSyncExternalStore(refresh.subscribe, refresh.current);
  const key = JSON.stringify(params);
  useEffect(() => {
    question.ask(JSON.parse(key) as QuestionTakes<N>);
  }, [question, key, beat]);
  return useSyncExternalStore(question.subscribe, question.current);
}
