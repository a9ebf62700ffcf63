import { useEffect, useState, useSyncExternalStore } from 'react';
import { type QuestionRow, type QuestionTakes } from '../../contract/questions.ts';
import { type Answer, createLiveQuestion } from '../data/live-question.ts';
import { useSession } from '../data/session.ts';

/** Typing rests this long before it is searched for. */
const typingMs = 250;

/**
 * The answer to a search, asked for when typing rests and when the range moves. Unlike other questions it is not asked
 * again with every refresh, since it reads rows and not sums; one that failed is.
 */
export function useSearch(params: QuestionTakes<'search'>): Answer<QuestionRow<'search'>> {
  const { calls, refresh } = useSession();
  const [question] = useState(() => createLiveQuestion('search', calls));
  const answer = useSyncExternalStore(question.subscribe, question.current);
  const key = JSON.stringify(params);
  useEffect(() => {
    const asked = JSON.parse(key) as QuestionTakes<'search'>;
    const timer = setTimeout(() => question.ask(asked), typingMs);
    const stop = refresh.subscribe(() => {
      const { state } = question.current();
      if (state === 'failed') question.ask(asked);
    });
    return () => {
      clearTimeout(timer);
      void stop();
    };
  }, [question, refresh, key]);
  return answer;
}
