import { ThreadEvents } from '../agents/thread-view.tsx';
import { useThreadEvents } from '../agents/use-thread-events.ts';
import { Answered } from '../ui/answered.tsx';

/** Steps of a thread with their calls, as bars on one time axis. */
export function ThreadSteps({ threadId }: { threadId: string }) {
  const { events } = useThreadEvents(threadId);
  return (
    <div className="thread-steps" data-testid="thread-steps">
      <Answered answer={events} skeletonRows={8} empty="No step of this day is kept any more.">
        {(rows) => <ThreadEvents threadId={threadId} events={rows} form="chart" />}
      </Answered>
    </div>
  );
}
