import { type MainPlace } from '../../contract/ipc.ts';
import { type QuestionTakes } from '../../contract/questions.ts';
import { showThread } from '../data/shown-thread.ts';
import { useQuestion } from '../data/use-question.ts';
import { formatMoment } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';

interface OccurrencesProps {
  readonly asked: Omit<QuestionTakes<'error-occurrences'>, 'pattern' | 'limit'>;
  readonly pattern: string;
  readonly onGo: (place: MainPlace) => void;
}

const shownAtMost = 20;

/** The last times of one message: when, in which run, on which model. */
export function Occurrences({ asked, pattern, onGo }: OccurrencesProps) {
  const answer = useQuestion('error-occurrences', { ...asked, pattern, limit: shownAtMost });
  const hasModels = asked.kind === 'model';
  return (
    <Answered answer={answer} skeletonRows={3} empty="None of these is kept any more.">
      {(rows) => (
        <table className="table occurrences">
          <caption className="visually-hidden">Last times of this message</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              {hasModels && <th scope="col">Model</th>}
              <th scope="col">Run</th>
              <th scope="col">Message</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.ts_ms}/${row.thread_id}/${row.message}`} data-testid="occurrence">
                <th scope="row" className="figures">
                  {formatMoment(row.ts_ms)}
                </th>
                {hasModels && <td>{row.model === '' ? 'not told' : row.model}</td>}
                <td>
                  {row.thread_id === '' ? (
                    'not told'
                  ) : (
                    <button
                      type="button"
                      className="link-button clip"
                      title={`Open the run ${row.thread_id}`}
                      onClick={() => {
                        showThread(row.thread_id);
                        onGo('agents');
                      }}
                    >
                      {row.thread_id}
                    </button>
                  )}
                </td>
                <td>
                  <span className="clip" title={row.message}>
                    {row.message}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Answered>
  );
}
