import { mostThreadEvents } from '../../contract/agent-questions.ts';
import { useQuestion } from '../data/use-question.ts';
import { useQuestionWhen } from '../data/use-question-when.ts';

/** The sums of a thread, and its events behind the first `skip`. */
export function useThreadEvents(threadId: string, skip = 0) {
  const summary = useQuestion('agent-thread', { thread_id: threadId });
  // Ten thousand events are not asked for every five seconds, only when the sums say that something came.
  const version = summary.state === 'ready' ? JSON.stringify(summary.rows) : '';
  const events = useQuestionWhen('thread-events', { thread_id: threadId, limit: mostThreadEvents, skip }, version);
  return { summary, events };
}
