import { useMemo, useState } from 'react';
import { mostThreadEvents } from '../../contract/agent-questions.ts';
import { type ChartForm, ViewToggle } from '../charts/view-toggle.tsx';
import { showThread } from '../data/shown-thread.ts';
import { useQuestion } from '../data/use-question.ts';
import { useQuestionWhen } from '../data/use-question-when.ts';
import { formatCount } from '../format/number.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { eventTree, shownNodes, type ThreadEvent } from './event-tree.ts';
import { EventDetails } from './event-details.tsx';
import { ThreadSummary } from './thread-summary.tsx';
import { ThreadTable } from './thread-table.tsx';
import { Waterfall } from './waterfall.tsx';

/** One run: what it did in all, and each of its steps and calls on one time axis. */
export function ThreadView({ threadId }: { threadId: string }) {
  const [form, setForm] = useState<ChartForm>('chart');
  const summary = useQuestion('agent-thread', { thread_id: threadId });
  // Ten thousand events are not asked for every five seconds, only when the sums say that something came.
  const version = summary.state === 'ready' ? JSON.stringify(summary.rows) : '';
  const events = useQuestionWhen('thread-events', { thread_id: threadId, limit: mostThreadEvents }, version);
  const isCut = events.state === 'ready' && events.rows.length >= mostThreadEvents;
  return (
    <div
      className="thread"
      data-testid="thread"
      onKeyDown={(event) => {
        if (event.key === 'Escape') showThread(null);
      }}
    >
      <button
        type="button"
        className="button quiet small thread-back"
        data-testid="thread-back"
        onClick={() => showThread(null)}
      >
        <Icon name="back" />
        All runs
      </button>
      <ThreadSummary threadId={threadId} answer={summary} />
      <Card
        title="What happened"
        note={
          isCut
            ? `The first ${formatCount(mostThreadEvents)} steps and calls`
            : 'Steps with their model and tool calls, in the order in which they began'
        }
        testId="thread-events"
        answers={[events]}
        aside={events.state === 'ready' && <ViewToggle form={form} of="what happened" onChange={setForm} />}
      >
        <Answered answer={events} skeletonRows={10} empty="No step or call of this run is kept any more.">
          {(rows) => <ThreadEvents threadId={threadId} events={rows} form={form} />}
        </Answered>
      </Card>
    </div>
  );
}

interface ThreadEventsProps {
  readonly threadId: string;
  readonly events: readonly ThreadEvent[];
  readonly form: ChartForm;
}

function ThreadEvents({ threadId, events, form }: ThreadEventsProps) {
  const [selected, setSelected] = useState<number | null>(null);
  const roots = useMemo(() => eventTree(events), [events]);
  const all = useMemo(() => shownNodes(roots, new Set()), [roots]);
  const node = selected === null ? undefined : all.find(({ index }) => index === selected);
  const startMs = events[0]?.ts_ms ?? 0;
  return (
    <div className="thread-events">
      {form === 'chart' ? (
        <Waterfall roots={roots} all={all} selected={selected} onSelect={setSelected} />
      ) : (
        <ThreadTable nodes={all} startMs={startMs} selected={selected} onSelect={setSelected} />
      )}
      <EventDetails threadId={threadId} node={node} startMs={startMs} />
    </div>
  );
}
