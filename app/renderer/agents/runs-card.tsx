import { formatCount, formatCounted } from '../format/number.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { RunsTable } from './runs-table.tsx';
import { type Runs, shownAtMost } from './use-runs.ts';

/** One line for each thread that did something in these days. */
export function RunsCard({ runs }: { runs: Runs }) {
  const { answer, search, limit } = runs;
  const count = answer.state === 'ready' ? (answer.rows[0]?.runs ?? 0) : 0;
  return (
    <Card
      title="Runs"
      note={
        count > 0
          ? formatCounted(count, 'conversation or session', 'conversations and sessions')
          : 'Conversations and sessions of agents'
      }
      testId="runs"
      answers={[answer]}
      aside={
        <SearchField
          value={search}
          label="Search runs"
          placeholder="Graph, node, model or id"
          testId="runs-search"
          onChange={runs.setSearch}
        />
      }
    >
      <Answered
        answer={answer}
        skeletonRows={6}
        empty={search === '' ? 'No agent did anything in these days.' : `No run of these days has “${search}” in it.`}
      >
        {(rows) => (
          <>
            <RunsTable rows={rows} sorting={runs.sorting} onSort={runs.sort} />
            {rows.length < count && limit < shownAtMost && (
              <button
                type="button"
                className="button quiet small table-more"
                data-testid="runs-more"
                onClick={runs.showMore}
              >
                Show more of {formatCount(count)}
              </button>
            )}
            {rows.length < count && limit >= shownAtMost && (
              <p className="card-note">The first {formatCount(shownAtMost)} are shown. Search, or choose fewer days.</p>
            )}
          </>
        )}
      </Answered>
    </Card>
  );
}
