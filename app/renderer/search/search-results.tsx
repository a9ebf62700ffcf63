import { type QuestionRow } from '../../contract/questions.ts';
import { type SearchKind } from '../../contract/search-questions.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatCount } from '../format/number.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { SearchResult } from './search-result.tsx';
import { useSearch } from './use-search.ts';

const mostResults = 200;

interface SearchResultsProps {
  readonly words: readonly string[];
  readonly kinds: readonly SearchKind[];
  readonly range: DayRange;
}

/** What was found, or what can be found while nothing is searched for. */
export function SearchResults({ words, kinds, range }: SearchResultsProps) {
  if (words.length === 0) {
    return (
      <Card title="What can be found" testId="search-hint">
        <ul className="search-hints">
          <li>Titles and addresses of the windows you worked in</li>
          <li>The text that stood in them, where screen text is on</li>
          <li>Messages, tool calls and failures of your agents, and what they said where that is kept</li>
        </ul>
        <p className="empty">All words must be there, in any order; parts of words are found too.</p>
      </Card>
    );
  }
  return <Found words={words} kinds={kinds} range={range} />;
}

function Found({ words, kinds, range }: SearchResultsProps) {
  const answer = useSearch({
    words: [...words],
    kinds: [...kinds],
    from_ms: range.fromMs,
    to_ms: range.toMs,
    limit: mostResults,
  });
  return (
    <Card
      title="Results"
      note={
        <span role="status">
          {answer.state === 'ready' && !answer.outdated ? summaryOf(answer.rows) : 'Searching …'}
        </span>
      }
      answers={[answer]}
      testId="search-results"
    >
      <Answered
        answer={answer}
        skeletonRows={4}
        empty="Nothing in these days has all of these words. Try fewer words, other days, or more kinds."
      >
        {(rows) => (
          <ol className="search-list">
            {rows.map((row, index) => (
              <SearchResult key={`${row.kind} ${row.ts_ms} ${index}`} row={row} words={words} />
            ))}
          </ol>
        )}
      </Answered>
    </Card>
  );
}

function summaryOf(rows: readonly QuestionRow<'search'>[]): string {
  if (rows.length >= mostResults) return `The newest ${formatCount(mostResults)}; more words find less`;
  return rows.length === 1 ? '1 result' : `${formatCount(rows.length)} results, the newest first`;
}
