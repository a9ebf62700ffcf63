import { type ConsoleColumn } from '../../contract/console.ts';
import { formatCount } from '../format/number.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { useEffect } from 'react';
import { cellText, fullText } from './cell-text.ts';
import { type RowCache } from './row-cache.ts';
import { useRowVersion } from './use-row-version.ts';

interface RecordViewProps {
  readonly columns: readonly ConsoleColumn[];
  readonly rows: number;
  readonly cache: RowCache;
  readonly row: number;
  readonly onRow: (row: number) => void;
}

const longestValue = 20_000;

/** One row with a line for each column: what reads better than a table when there are many columns. */
export function RecordView({ columns, rows, cache, row, onRow }: RecordViewProps) {
  useRowVersion(cache);
  useEffect(() => cache.want(row, row + 1), [cache, row]);
  const values = cache.row(row);
  return (
    <div className="record" data-testid="record">
      <div className="pane-bar">
        <button type="button" className="button small" disabled={row <= 0} onClick={() => onRow(row - 1)}>
          Previous
        </button>
        <button type="button" className="button small" disabled={row >= rows - 1} onClick={() => onRow(row + 1)}>
          Next
        </button>
        <span>
          Row {formatCount(row + 1)} of {formatCount(rows)}
        </span>
      </div>
      {values === undefined ? (
        <Skeleton rows={Math.min(8, columns.length)} />
      ) : (
        <div className="record-scroll" tabIndex={0} role="group" aria-label={`Row ${row + 1}`}>
          <dl>
            {columns.map(({ name, type }, index) => (
              // Two columns may have one name.
              <div key={index}>
                <dt title={type}>{name}</dt>
                <dd className={`cell-${cellText(values[index], type).kind}`}>
                  {values[index] === '' ? 'empty' : fullText(values[index], type).slice(0, longestValue)}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </div>
  );
}
