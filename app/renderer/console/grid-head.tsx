import { type PointerEvent as ReactPointerEvent } from 'react';
import { type ConsoleColumn, type ConsoleSort } from '../../contract/console.ts';
import { isNumeric } from './clickhouse-type.ts';
import { cellId } from './grid-row.tsx';
import { type GridWindow, headHeight } from './grid-scroller.ts';

interface GridHeadProps {
  readonly id: string;
  readonly columns: readonly ConsoleColumn[];
  readonly edges: readonly number[];
  readonly numbersWidth: number;
  readonly seen: GridWindow;
  readonly sort: ConsoleSort | null;
  /** The column whose name has the keyboard. */
  readonly activeColumn: number | null;
  readonly onSort: ((column: number) => void) | null;
  readonly onResize: (column: number, width: number) => void;
  readonly onFit: (column: number) => void;
}

/** Names and types of the columns: a click sorts, their right edges resize. */
export function GridHead(props: GridHeadProps) {
  const { id, columns, edges, numbersWidth, seen, sort, activeColumn, onSort, onResize, onFit } = props;
  const drawn = columns.slice(seen.firstColumn, seen.endColumn).map((column, index) => ({
    ...column,
    at: seen.firstColumn + index,
  }));
  return (
    <div role="row" className="grid-head" aria-rowindex={1} style={{ height: headHeight }}>
      <div role="columnheader" className="grid-number" aria-colindex={1} style={{ width: numbersWidth }}>
        <span className="visually-hidden">Row</span>
      </div>
      {drawn.map(({ name, type, at }) => {
        const left = edges[at] ?? 0;
        const width = (edges[at + 1] ?? 0) - left;
        const order = sort?.column === at ? (sort.descending ? 'descending' : 'ascending') : 'none';
        return (
          <div
            key={at}
            role="columnheader"
            id={cellId(id, { row: -1, column: at })}
            aria-colindex={at + 2}
            aria-sort={order}
            className={`grid-name${isNumeric(type) ? ' numeric' : ''}${activeColumn === at ? ' active' : ''}`}
            style={{ left: numbersWidth + left, width }}
            title={`${name}\n${type}${onSort === null ? '' : '\nClick to sort'}`}
            data-testid="grid-column"
            data-sort={order}
            onClick={() => onSort?.(at)}
          >
            <span className="grid-column-name">
              {name}
              {order !== 'none' && <span aria-hidden="true">{order === 'ascending' ? ' ↑' : ' ↓'}</span>}
            </span>
            <span className="grid-column-type">{type}</span>
            <div
              className="grid-resizer"
              data-testid="grid-resizer"
              onClick={(event) => event.stopPropagation()}
              onDoubleClick={() => onFit(at)}
              onPointerDown={(event) => drag(event, width, (next) => onResize(at, next))}
            />
          </div>
        );
      })}
    </div>
  );
}

/** Follows the pointer until it is let go. */
function drag(event: ReactPointerEvent<HTMLElement>, width: number, onWidth: (width: number) => void): void {
  const grip = event.currentTarget;
  const begin = event.clientX;
  event.stopPropagation();
  grip.setPointerCapture(event.pointerId);
  const move = (moved: PointerEvent) => onWidth(width + moved.clientX - begin);
  grip.addEventListener('pointermove', move);
  const stop = () => grip.removeEventListener('pointermove', move);
  grip.addEventListener('pointerup', stop, { once: true });
  grip.addEventListener('pointercancel', stop, { once: true });
}
