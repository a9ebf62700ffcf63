import { useMemo, useState } from 'react';
import { mostThreadEvents } from '../../contract/agent-questions.ts';
import { type ChartForm, ViewToggle } from '../charts/view-toggle.tsx';
import { showThread } from '../data/shown-thread.ts';
import { formatCount } from '../format/number.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { eventTree, shownNodes, type ThreadEvent } from './event-tree.ts';
import { EventDetails } from './event-details.tsx';
import { ThreadSummary } from './thread-summary.tsx';
import { ThreadTable } from './thread-table.tsx';
import { Waterfall } from './waterfall.tsx';
import { useThreadEvents } from './use-thread-events.ts';

/** One run: what it did in all, and each of its steps and calls on one time axis. */
export function ThreadView({ threadId }: { threadId: string }) {
  const [form, setForm] = useState<ChartForm>('chart');
  const [skip, setSkip] = useState(0);
  const { summary, events } = useThreadEvents(threadId, skip);
  const shown = events.state === 'ready' ? events.rows.length : 0;
  const hasMore = shown >= mostThreadEvents;
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
          shown > 0 && (hasMore || skip > 0)
            ? `Steps and calls ${formatCount(skip + 1)} to ${formatCount(skip + shown)}, in the order in which they began`
            : 'Steps with their model and tool calls, in the order in which they began'
        }
        testId="thread-events"
        answers={[events]}
        aside={events.state === 'ready' && <ViewToggle form={form} of="what happened" onChange={setForm} />}
      >
        <Answered
          answer={events}
          skeletonRows={10}
          empty={skip > 0 ? 'The run has no more steps and calls.' : 'No step or call of this run is kept any more.'}
        >
          {(rows) => <ThreadEvents key={skip} threadId={threadId} events={rows} form={form} />}
        </Answered>
        {(hasMore || skip > 0) && (
          <div className="thread-pages" role="group" aria-label="Parts of the run">
            <button
              type="button"
              className="button quiet small"
              data-testid="thread-earlier"
              disabled={skip === 0}
              onClick={() => setSkip(skip - mostThreadEvents)}
            >
              Earlier
            </button>
            <button
              type="button"
              className="button quiet small"
              data-testid="thread-later"
              disabled={!hasMore}
              onClick={() => setSkip(skip + mostThreadEvents)}
            >
              Later
            </button>
          </div>
        )}
      </Card>
    </div>
  );
}

interface ThreadEventsProps {
  readonly threadId: string;
  readonly events: readonly ThreadEvent[];
  readonly form: ChartForm;
}

/** The steps and calls of a thread in one of two forms, with the details of the one that is selected. */
export function ThreadEvents({ threadId, events, form }: ThreadEventsProps) {
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
