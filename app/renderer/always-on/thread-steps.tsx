import { mostThreadEvents } from '../../contract/agent-questions.ts';
import { ThreadEvents } from '../agents/thread-view.tsx';
import { useQuestion } from '../data/use-question.ts';
import { useQuestionWhen } from '../data/use-question-when.ts';
import { Answered } from '../ui/answered.tsx';

/** Steps of a thread with their calls, as bars on one time axis. */
export function ThreadSteps({ threadId }: { threadId: string }) {
  const summary = useQuestion('agent-thread', { thread_id: threadId });
  // All events of a day are asked for again only when the sums say that something came.
  const version = summary.state === 'ready' ? JSON.stringify(summary.rows) : '';
  const events = useQuestionWhen('thread-events', { thread_id: threadId, limit: mostThreadEvents }, version);
  return (
    <div className="thread-steps" data-testid="thread-steps">
      <Answered answer={events} skeletonRows={8} empty="No step of this day is kept any more.">
        {(rows) => <ThreadEvents threadId={threadId} events={rows} form="chart" />}
      </Answered>
    </div>
  );
}
