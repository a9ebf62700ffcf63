import { type ConsoleColumn } from '../../contract/console.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { fullText, plainText } from './cell-text.ts';
import { type Cell } from './grid-selection.ts';
import { type RowCache } from './row-cache.ts';
import { useRowVersion } from './use-row-version.ts';

interface CellDetailProps {
  readonly cell: Cell;
  readonly columns: readonly ConsoleColumn[];
  readonly cache: RowCache;
  readonly onClose: () => void;
}

/** The longest text that is drawn; the rest is in what is copied. */
const longestShown = 200_000;

/** One cell whole: long texts, JSON and nested values over several lines. */
export function CellDetail({ cell, columns, cache, onClose }: CellDetailProps) {
  useRowVersion(cache);
  const column = columns[cell.column];
  const row = cache.row(cell.row);
  if (column === undefined) return null;
  const value = row?.[cell.column];
  const text = row === undefined ? '' : fullText(value, column.type);
  return (
    <aside
      className="cell-detail"
      aria-label={`Row ${cell.row + 1}, ${column.name}`}
      data-testid="cell-detail"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header>
        <div className="cell-titles">
          <strong className="clip">{column.name}</strong>
          <span className="cell-type">{column.type}</span>
        </div>
        <CopyButton text={row === undefined ? '' : plainText(value, column.type)} what={column.name} />
        <button type="button" className="icon-button" aria-label="Close the cell" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <pre tabIndex={0} aria-label="Value" className={value === null ? 'cell-null' : undefined}>
        {value === '' ? <span className="cell-null">empty text</span> : text.slice(0, longestShown)}
      </pre>
      {text.length > longestShown && <p className="card-note">Cut here; Copy has all.</p>}
    </aside>
  );
}
