import { type QuestionRow } from '../../contract/questions.ts';
import { useNow } from '../data/use-now.ts';
import { useQuestion } from '../data/use-question.ts';
import { formatAgo, formatLength } from '../format/duration.ts';
import { firstLine } from '../format/name.ts';
import { formatCount } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { nextWords, routeWords } from './agent-words.ts';

const hourMs = 3_600_000;
const shownMs = 7 * 24 * hourMs;
const mostShown = 50;

/** Which model was asked for each wording, and why that one. */
export function RouterCard() {
  const nowMs = useNow(hourMs);
  const answer = useQuestion('router-decisions', {
    from_ms: nowMs - shownMs,
    to_ms: nowMs + 2 * hourMs,
    limit: mostShown,
  });
  return (
    <Card
      title="Which model, and why"
      note="Each call of a model in the last week, the newest first"
      answers={[answer]}
      testId="router-decisions"
    >
      <Answered answer={answer} skeletonRows={3} empty="No model was asked in the last week.">
        {(rows) => (
          <div className="table-wide">
            <table className="table">
              <caption className="visually-hidden">Calls of models with the reason for each</caption>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">For</th>
                  <th scope="col">Model</th>
                  <th scope="col">Where</th>
                  <th scope="col">Why there</th>
                  <th scope="col" className="number">
                    Took
                  </th>
                  <th scope="col" className="number">
                    First token
                  </th>
                  <th scope="col" className="number">
                    Tokens
                  </th>
                  <th scope="col">How it ended</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  <DecisionRow key={`${row.ts_ms} ${index}`} row={row} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answered>
    </Card>
  );
}

function DecisionRow({ row }: { row: QuestionRow<'router-decisions'> }) {
  const nowMs = useNow();
  const failed = row.ok === 0;
  return (
    <tr data-testid="router-decision" data-route={row.route}>
      <td className="figures">
        <time dateTime={new Date(row.ts_ms).toISOString()} title={formatMoment(row.ts_ms)}>
          {formatAgo(nowMs - row.ts_ms)}
        </time>
      </td>
      <td>{nextWords(row.node_id)}</td>
      <td>
        {row.provider}/{row.model}
        {row.attempt > 1 && <span className="card-note"> attempt {formatCount(row.attempt)}</span>}
      </td>
      <td>{routeWords[row.route] ?? row.route}</td>
      <td>{row.route_reason}</td>
      <td className="number figures">{formatLength(row.dur_ms)}</td>
      <td className="number figures">{row.ttft_ms === 0 ? '' : formatLength(row.ttft_ms)}</td>
      <td className="number figures">{formatCount(row.output_tokens)}</td>
      <td title={row.error_msg}>
        <span className="run-state">
          <StateGlyph state={failed ? 'failing' : 'ok'} />
          {failed ? firstLine(row.error_msg) || 'Failed' : 'Answered'}
        </span>
      </td>
    </tr>
  );
}
