import { useState } from 'react';
import { type QuestionRow } from '../../contract/questions.ts';
import { useQuestion } from '../data/use-question.ts';
import { formatCount } from '../format/number.ts';
import { formatSeconds } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';
import { AskDialog } from '../ui/ask-dialog.tsx';
import { nextWords } from './agent-words.ts';

type Checkpoint = QuestionRow<'checkpoints-of-thread'>;

const firstShown = 12;
const mostShown = 1_000;

interface CheckpointTableProps {
  readonly threadId: string;
  readonly canResume: boolean;
  readonly onResume: (checkpointId: string) => void;
}

/** The states that a thread can be taken back to, the newest first. */
export function CheckpointTable({ threadId, canResume, onResume }: CheckpointTableProps) {
  const [limit, setLimit] = useState(firstShown);
  const [asked, setAsked] = useState<Checkpoint | null>(null);
  // One more than is shown tells whether there are more.
  const answer = useQuestion('checkpoints-of-thread', { thread_id: threadId, limit: Math.min(limit + 1, mostShown) });
  return (
    <>
      <Answered answer={answer} skeletonRows={6} empty="No checkpoint of this day is kept any more.">
        {(rows) => (
          <>
            <table className="table checkpoints" data-testid="checkpoints">
              <caption className="visually-hidden">Checkpoints, the newest first</caption>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col" className="number">
                    Step
                  </th>
                  <th scope="col">Made by</th>
                  <th scope="col">Comes next</th>
                  <th scope="col">
                    <span className="visually-hidden">Go back to it</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.slice(0, limit).map((row) => (
                  <tr key={row.checkpoint_id} data-testid="checkpoint" data-id={row.checkpoint_id}>
                    <td className="figures">{formatSeconds(row.ts_ms)}</td>
                    <td className="number figures">{row.step < 0 ? '' : formatCount(row.step)}</td>
                    <td>{row.step < 0 ? 'A new day' : (sourceWords[row.source] ?? row.source)}</td>
                    <td>{nextWords(row.next_nodes)}</td>
                    <td className="row-buttons">
                      <button
                        type="button"
                        className="button small"
                        disabled={!canResume}
                        aria-label={`Go on from here: the checkpoint of ${formatSeconds(row.ts_ms)}, step ${row.step}`}
                        data-testid="checkpoint-resume"
                        onClick={() => setAsked(row)}
                      >
                        Go on from here…
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {rows.length > limit && (
              <button
                type="button"
                className="button quiet small table-more"
                data-testid="checkpoints-more"
                onClick={() => setLimit(Math.min(limit * 4, mostShown))}
              >
                Show more
              </button>
            )}
            {!canResume && <p className="card-note">The agent is off or paused: it can go on from none of them now.</p>}
          </>
        )}
      </Answered>
      {asked !== null && (
        <AskDialog
          title={`Go on from ${formatSeconds(asked.ts_ms)}?`}
          testId="resume-from"
          agree="Go on from here"
          onAgree={() => onResume(asked.checkpoint_id)}
          onClose={() => setAsked(null)}
        >
          <p>
            The agent takes up the state that it had then, at step {formatCount(Math.max(asked.step, 0))}, and goes on
            with: {nextWords(asked.next_nodes).toLowerCase()}. The thread forks there.
          </p>
          <p>Later checkpoints and suggestions stay stored; you can come back to them the same way.</p>
        </AskDialog>
      )}
    </>
  );
}

const sourceWords: Readonly<Record<string, string>> = {
  input: 'A new context',
  loop: 'A step',
  update: 'A node left out',
  fork: 'A fork',
};
