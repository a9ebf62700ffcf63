import { useState } from 'react';
import { agentGraph } from '../../contract/always-on-agent.ts';
import { type QuestionRow } from '../../contract/questions.ts';
import { type AgentWishes } from '../data/use-agent.ts';
import { useNow } from '../data/use-now.ts';
import { useQuestion } from '../data/use-question.ts';
import { formatCount } from '../format/number.ts';
import { formatClock, formatLongDay } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { nextWords } from './agent-words.ts';
import { CheckpointTable } from './checkpoint-table.tsx';
import { ThreadSteps } from './thread-steps.tsx';

const hourMs = 3_600_000;
const keptMs = 90 * 24 * hourMs;
const mostThreads = 90;

interface ThreadsCardProps {
  /** The thread that runs; empty before the first step. */
  readonly threadId: string;
  /** Whether the agent may be told to go on from a checkpoint. */
  readonly canResume: boolean;
  readonly wishes: AgentWishes;
}

/** Each day of the agent is a thread: its states, its steps, and the way back to one of them. */
export function ThreadsCard({ threadId, canResume, wishes }: ThreadsCardProps) {
  const nowMs = useNow(hourMs);
  const [chosen, setChosen] = useState<string | null>(null);
  const [showsSteps, setShowsSteps] = useState(false);
  const answer = useQuestion('agent-threads', {
    from_ms: nowMs - keptMs,
    to_ms: nowMs + 2 * hourMs,
    graph_name: agentGraph,
    limit: mostThreads,
  });
  return (
    <Card
      title="Days"
      note="A day is a thread of the agent. It can be taken back to each of its checkpoints."
      answers={[answer]}
      testId="agent-threads"
    >
      <Answered answer={answer} skeletonRows={4} empty="No day is stored yet: the first step makes one.">
        {(rows) => {
          const shown = rows.find((row) => row.thread_id === (chosen ?? threadId)) ?? rows[0];
          if (shown === undefined) return null;
          return (
            <>
              <ul className="day-list" aria-label="Days of the agent">
                {rows.map((row) => (
                  <DayRow
                    key={row.thread_id}
                    row={row}
                    isShown={row === shown}
                    onShow={() => setChosen(row.thread_id)}
                  />
                ))}
              </ul>
              <div className="day-head">
                <h3>{formatLongDay(shown.first_ms)}</h3>
                <button
                  type="button"
                  className="button small"
                  aria-expanded={showsSteps}
                  data-testid="thread-steps-toggle"
                  onClick={() => setShowsSteps(!showsSteps)}
                >
                  {showsSteps ? 'Hide its steps' : 'Show its steps'}
                </button>
              </div>
              {showsSteps && <ThreadSteps key={shown.thread_id} threadId={shown.thread_id} />}
              <CheckpointTable
                key={`checkpoints ${shown.thread_id}`}
                threadId={shown.thread_id}
                canResume={canResume}
                onResume={(checkpointId) => void wishes.resumeFrom(shown.thread_id, checkpointId)}
              />
            </>
          );
        }}
      </Answered>
    </Card>
  );
}

interface DayRowProps {
  readonly row: QuestionRow<'agent-threads'>;
  readonly isShown: boolean;
  readonly onShow: () => void;
}

function DayRow({ row, isShown, onShow }: DayRowProps) {
  const { thread_id: id, first_ms: firstMs, last_ms: lastMs, steps, checkpoints, next_nodes: next, state } = row;
  return (
    <li>
      <button
        type="button"
        className="day"
        aria-current={isShown ? 'true' : undefined}
        data-testid="agent-thread"
        data-thread={id}
        onClick={onShow}
      >
        <span className="strong">{formatLongDay(firstMs)}</span>
        <span className="card-note figures">
          {formatClock(firstMs)} to {formatClock(lastMs)}, {formatCount(steps)} steps, {formatCount(checkpoints)}{' '}
          checkpoints
        </span>
        <span className="card-note">
          {stateWords[state] ?? ''}
          {nextWords(next)}
        </span>
      </button>
    </li>
  );
}

/** In front of what comes next. */
const stateWords: Readonly<Record<string, string>> = {
  error: 'Failed at: ',
  interrupted: 'Interrupted at: ',
  started: 'Next: ',
};
