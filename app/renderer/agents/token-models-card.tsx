import { type QuestionRow } from '../../contract/questions.ts';
import { useRangeQuestion } from './use-range-question.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatCompact } from '../format/number.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { ShareBar } from './location-card.tsx';
import { cachedPercent, tokenClasses } from './token-classes.ts';

type Row = QuestionRow<'cost-by-model'>;

/** Tokens of each model by class, and how much of its input came from the cache. */
export function TokenModelsCard({ range }: { range: DayRange }) {
  const answer = useRangeQuestion('cost-by-model', range);
  return (
    <Card
      title="Tokens by model"
      note="Cached: the part of all input that came from the cache"
      testId="token-models"
      answers={[answer]}
    >
      <Answered answer={answer} skeletonRows={6} empty="No model was called in these days.">
        {(rows) => <TokenModels rows={rows.toSorted((left, right) => allTokens(right) - allTokens(left))} />}
      </Answered>
    </Card>
  );
}

function TokenModels({ rows }: { rows: readonly Row[] }) {
  return (
    <div className="table-wide" tabIndex={0} role="group" aria-label="Tokens by model">
      <table className="table token-models">
        <caption className="visually-hidden">Tokens by model and class</caption>
        <thead>
          <tr>
            <th scope="col">Model</th>
            {tokenClasses.map(({ key, name }) => (
              <th key={key} scope="col" className="number">
                {name}
              </th>
            ))}
            <th scope="col">Cached</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.provider}/${row.model}`} data-testid="token-model-row">
              <th scope="row" className="token-model" title={`${row.model} of ${row.provider}`}>
                <span className="clip">{row.model}</span>
              </th>
              {tokenClasses.map(({ key }) => (
                <td key={key} className="number figures">
                  {row[key] === 0 ? '–' : formatCompact(row[key])}
                </td>
              ))}
              <td>
                <ShareBar percent={cachedPercent(row)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function allTokens(row: Row): number {
  return tokenClasses.reduce((sum, { key }) => sum + row[key], 0);
}
