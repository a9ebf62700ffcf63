import { useState } from 'react';
import { type ConsoleSort, type ExplainKind } from '../../contract/console.ts';
import { MenuButton } from '../ui/menu.tsx';
import { Icon } from '../ui/icon.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { formatCount } from '../format/number.ts';
import { CellDetail } from './cell-detail.tsx';
import { useConsole } from './console-session.ts';
import { type CopyFormat, mostCopiedRows, rowsAsText, rowsOfBlock } from './copy-rows.ts';
import { type Explained, ExplainView } from './explain-view.tsx';
import { type Block, blockCells, blockOf, type Cell, type Selection } from './grid-selection.ts';
import { RecordView } from './record-view.tsx';
import { ResultChart } from './result-chart.tsx';
import { ResultGrid } from './result-grid.tsx';
import { type StatementRun } from './run-store.ts';
import { hasTable, isOver } from './run-words.ts';

export type ResultView = 'table' | 'chart' | 'explain' | 'record';

interface ResultPaneProps {
  /** Null before anything was run. */
  readonly statement: StatementRun | null;
  readonly view: ResultView;
  readonly onView: (view: ResultView) => void;
  readonly explained: Explained | null;
  readonly onSort: (sort: ConsoleSort | null) => void;
}

const views: readonly { readonly key: ResultView; readonly label: string }[] = [
  { key: 'table', label: 'Table' },
  { key: 'chart', label: 'Chart' },
  { key: 'record', label: 'Record' },
  { key: 'explain', label: 'Explain' },
];

/** What a statement gave, as a table, a chart or row by row; and how the server answers it. */
export function ResultPane(props: ResultPaneProps) {
  const { statement, view, onView, explained } = props;
  const [kind, setKind] = useState<ExplainKind>('plan');
  return (
    <section className="result-pane" aria-label="Result">
      <div className="result-views" role="group" aria-label="How the result is shown">
        {views.map(({ key, label }) => (
          <button
            key={key}
            type="button"
            className="choice"
            aria-pressed={view === key}
            data-testid={`view-${key}`}
            onClick={() => onView(key)}
          >
            {label}
          </button>
        ))}
        <span className="spacer" />
      </div>
      {view === 'explain' ? (
        <ExplainView target={explained} kind={kind} onKind={setKind} />
      ) : statement === null ? (
        <p className="pane-empty" data-testid="result-empty">
          Results appear here. Run the statement at the cursor with the button above the editor.
        </p>
      ) : hasTable(statement) ? (
        <Rows key={statement.runId} statement={statement} view={view} onSort={props.onSort} />
      ) : isOver(statement) ? (
        <p className="pane-empty">{noTableWords(statement)}</p>
      ) : (
        <Skeleton rows={5} />
      )}
    </section>
  );
}

function noTableWords({ run, problem }: StatementRun): string {
  if (problem !== null || run?.state === 'failed') return 'The statement gave no rows, for it failed.';
  return run?.state === 'cancelled' ? 'Cancelled before any row came.' : 'Done. The statement gives no rows.';
}

interface RowsProps extends Pick<ResultPaneProps, 'view' | 'onSort'> {
  readonly statement: StatementRun;
}

function Rows({ statement, view, onSort }: RowsProps) {
  const { runs, calls } = useConsole();
  const [selection, setSelection] = useState<Selection | null>(null);
  const [opened, setOpened] = useState<Cell | null>(null);
  const [copied, setCopied] = useState('');
  const columns = statement.run?.columns ?? [];
  const rows = statement.run?.rows ?? 0;
  const cache = runs.rows(statement);
  const fetch = (from: number, count: number) => calls.rows(statement.runId, from, count);
  const active = selection?.active ?? null;

  function copy(format: CopyFormat, block: Block): void {
    setCopied('Copying…');
    void rowsOfBlock(block, fetch).then(async (answer) => {
      if (!answer.ok) {
        setCopied(`Not copied: ${answer.error.message}`);
        return;
      }
      const text = rowsAsText(answer.value, columns.slice(block.firstColumn, block.lastColumn + 1), format);
      await navigator.clipboard.writeText(text).then(
        () => setCopied(copyWords(block, answer.value.length)),
        () => setCopied('Not copied: the clipboard refused it.'),
      );
    });
  }
  const selected = selection === null ? null : blockOf(selection);
  const whole = { firstRow: 0, lastRow: Math.max(0, rows - 1), firstColumn: 0, lastColumn: columns.length - 1 };
  // One cell is where the keyboard stands; a person who wants it alone presses the key for that.
  const toCopy = selected !== null && blockCells(selected) > 1 ? selected : whole;

  if (view === 'chart') return <ResultChart runId={statement.runId} columns={columns} rows={rows} fetch={fetch} />;
  if (view === 'record') {
    if (rows === 0) return <p className="pane-empty">No rows.</p>;
    const row = Math.max(0, active?.row ?? 0);
    return (
      <RecordView
        columns={columns}
        rows={rows}
        cache={cache}
        row={row}
        onRow={(next) => setSelection(at({ row: next, column: active?.column ?? 0 }))}
      />
    );
  }
  return (
    <div className="result-table">
      <div className="result-tools">
        <span className="run-figures" role="status" data-testid="copied">
          {copied}
        </span>
        {opened === null && active !== null && active.row >= 0 && (
          <button
            type="button"
            className="button small quiet"
            data-testid="open-cell"
            onClick={() => setOpened(active)}
          >
            Show cell
          </button>
        )}
        <MenuButton<CopyFormat>
          label={
            <>
              {toCopy === whole ? 'Copy' : 'Copy selection'}
              <Icon name="chevron" />
            </>
          }
          className="button small quiet"
          testId="copy-menu"
          items={[
            { key: 'tsv', label: 'As TSV' },
            { key: 'tsv-names', label: 'As TSV with names' },
            { key: 'csv', label: 'As CSV' },
            { key: 'json', label: 'As JSON' },
          ]}
          onChoose={(format) => copy(format, toCopy)}
        />
      </div>
      <div className="result-body">
        {rows === 0 && isOver(statement) ? (
          <p className="pane-empty" data-testid="no-rows">
            No rows. Columns: {columns.map(({ name }) => name).join(', ')}.
          </p>
        ) : (
          <ResultGrid
            columns={columns}
            rows={rows}
            cache={cache}
            totals={statement.run?.totals ?? null}
            sort={statement.sort}
            onSort={isOver(statement) ? onSort : null}
            selection={selection}
            onSelect={(next) => {
              setSelection(next);
              if (opened !== null && next.active.row >= 0) setOpened(next.active);
            }}
            onOpen={setOpened}
            onCopy={(withNames) => selected !== null && copy(withNames ? 'tsv-names' : 'tsv', selected)}
          />
        )}
        {opened !== null && (
          <CellDetail cell={opened} columns={columns} cache={cache} onClose={() => setOpened(null)} />
        )}
      </div>
    </div>
  );
}

function at(cell: Cell): Selection {
  return { active: cell, anchor: cell };
}

function copyWords(block: Block, rows: number): string {
  const asked = block.lastRow - block.firstRow + 1;
  if (asked > rows && rows === mostCopiedRows) return `Copied the first ${formatCount(rows)} rows; an export has all`;
  return blockCells(block) === 1 ? 'Copied the cell' : `Copied ${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}
