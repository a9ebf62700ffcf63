import {
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { type ConsoleColumn, type ConsoleSort } from '../../contract/console.ts';
import { cellText } from './cell-text.ts';
import { autoWidth, columnEdges, narrowest, rowHeight, spaceHeight } from './grid-geometry.ts';
import { GridHead } from './grid-head.tsx';
import { cellId, GridRow } from './grid-row.tsx';
import { createGridScroller, headHeight } from './grid-scroller.ts';
import { blockOf, type Cell, moved, type Selection } from './grid-selection.ts';
import { type Row, type RowCache } from './row-cache.ts';
import { useRowVersion } from './use-row-version.ts';

interface ResultGridProps {
  readonly columns: readonly ConsoleColumn[];
  readonly rows: number;
  readonly cache: RowCache;
  /** The row of WITH TOTALS, which stays in sight below the others. */
  readonly totals: Row | null;
  readonly sort: ConsoleSort | null;
  /** Null while the rows cannot be sorted. */
  readonly onSort: ((sort: ConsoleSort | null) => void) | null;
  readonly selection: Selection | null;
  readonly onSelect: (selection: Selection) => void;
  /** The person wants to see a cell whole. */
  readonly onOpen: (cell: Cell) => void;
  readonly onCopy: (withNames: boolean) => void;
}

/** How much a key press widens a column. */
const resizeStep = 16;

/** A result of any size: only what is seen stands in the page, and only what was seen lately in memory. */
export function ResultGrid(props: ResultGridProps) {
  const { columns, rows, cache, totals, sort, onSort, selection, onSelect, onOpen, onCopy } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  useRowVersion(cache);
  const [chosen, setChosen] = useState<ReadonlyMap<number, number>>(new Map());
  const hasFirst = cache.row(0) !== undefined;
  const fitting = useMemo(
    () =>
      columns.map((column, index) => {
        const total = totals === null ? '' : cellText(totals[index], column.type).text;
        return Math.max(autoWidth([total]), fit(column, index, hasFirst ? cache : null));
      }),
    [columns, cache, hasFirst, totals],
  );
  const edges = useMemo(
    () => columnEdges(fitting.map((width, index) => chosen.get(index) ?? width)),
    [fitting, chosen],
  );
  const numbersWidth = autoWidth([String(rows), totals === null ? '' : totalsLabel]) + 4;
  const footHeight = totals === null ? 0 : rowHeight;
  const [scroll] = useState(createGridScroller);
  const seen = useSyncExternalStore(scroll.subscribe, scroll.window);
  useLayoutEffect(() => {
    if (scroller.current === null || layer.current === null) return undefined;
    return scroll.attach(scroller.current, layer.current);
  }, [scroll]);
  useLayoutEffect(
    () => scroll.setParts({ rows, edges, footHeight, numbersWidth }),
    [scroll, rows, edges, footHeight, numbersWidth],
  );
  useEffect(() => cache.want(seen.firstRow, seen.endRow), [cache, seen.firstRow, seen.endRow, rows]);

  const block = selection === null ? null : blockOf(selection);
  const size = { rows, columns: columns.length, page: Math.max(1, Math.floor(seen.view.height / rowHeight) - 3) };
  const resize = (column: number, width: number) => setChosen(new Map(chosen).set(column, Math.max(narrowest, width)));
  const fitNow = (column: number) => {
    const now = columns[column];
    if (now !== undefined) resize(column, fit(now, column, cache, seen.firstRow, 2_000));
  };
  const nextSort = (column: number): ConsoleSort | null => {
    if (sort?.column !== column) return { column, descending: false };
    return sort.descending ? null : { column, descending: true };
  };

  function select(next: Selection): void {
    onSelect(next);
    scroll.reveal(next.active.row, next.active.column);
  }
  function press(event: KeyboardEvent): void {
    const mod = event.metaKey || event.ctrlKey;
    const now = selection ?? { active: { row: -1, column: 0 }, anchor: { row: -1, column: 0 } };
    const { row, column } = now.active;
    const key = event.key.toLowerCase();
    if (mod && key === 'c') onCopy(event.shiftKey);
    else if (mod && key === 'a') {
      onSelect({ anchor: { row: 0, column: 0 }, active: { row: rows - 1, column: columns.length - 1 } });
    } else if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      const width = (edges[column + 1] ?? 0) - (edges[column] ?? 0);
      resize(column, width + (event.key === 'ArrowLeft' ? -resizeStep : resizeStep));
    } else if ((event.key === 'Enter' && !mod) || event.key === ' ') {
      if (row < 0) onSort?.(nextSort(column));
      else onOpen(now.active);
    } else {
      const next = moved(now, { key: event.key, shift: event.shiftKey, mod }, size);
      if (next === null) return;
      select(next);
    }
    event.preventDefault();
  }
  function point(event: PointerEvent): void {
    const cell = cellUnder(event.target);
    if (cell === null || (event.type === 'pointermove' && (event.buttons & 1) === 0)) return;
    if (event.type === 'pointerdown' && event.button !== 0) return;
    const whole = cell.column < 0;
    const active = whole ? { row: cell.row, column: columns.length - 1 } : cell;
    const begin = whole ? { row: cell.row, column: 0 } : cell;
    const extends_ = event.type === 'pointermove' || event.shiftKey;
    onSelect({ active, anchor: extends_ && selection !== null ? selection.anchor : begin });
  }

  const pool = Math.max(1, Math.ceil(seen.view.height / rowHeight) + 2);
  const drawn = Array.from({ length: Math.max(0, seen.endRow - seen.firstRow) }, (_, index) => seen.firstRow + index);
  return (
    <div
      className="grid"
      ref={scroller}
      role="grid"
      aria-label="Result"
      aria-rowcount={rows + 1 + (totals === null ? 0 : 1)}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      aria-activedescendant={selection === null ? undefined : cellId(id, selection.active)}
      tabIndex={0}
      data-testid="grid"
      data-row-count={rows}
      onKeyDown={press}
      onFocus={() => selection === null && rows > 0 && onSelect(startSelection)}
    >
      <div
        className="grid-space"
        role="presentation"
        style={{
          width: numbersWidth + (edges.at(-1) ?? 0),
          height: headHeight + spaceHeight({ rows, view: 0 }) + footHeight,
        }}
      >
        <div className="grid-stage" role="presentation" style={{ height: seen.view.height }}>
          <GridHead
            id={id}
            columns={columns}
            edges={edges}
            numbersWidth={numbersWidth}
            seen={seen}
            sort={sort}
            activeColumn={selection?.active.row === -1 ? selection.active.column : null}
            onSort={onSort === null ? null : (column) => onSort(nextSort(column))}
            onResize={resize}
            onFit={fitNow}
          />
          <div className="grid-rows" role="presentation" style={{ bottom: footHeight }}>
            <div
              className="grid-layer"
              ref={layer}
              role="presentation"
              onPointerDown={point}
              onPointerMove={point}
              onDoubleClick={(event) => {
                const cell = cellUnder(event.target);
                if (cell !== null && cell.column >= 0) onOpen(cell);
              }}
            >
              {drawn.map((row) => (
                <GridRow
                  // The elements of rows that went out of sight show those that came in.
                  key={row % pool}
                  gridId={id}
                  row={row}
                  values={cache.row(row)}
                  columns={columns}
                  edges={edges}
                  firstColumn={seen.firstColumn}
                  endColumn={seen.endColumn}
                  numbersWidth={numbersWidth}
                  top={row * rowHeight - seen.base}
                  activeColumn={selection?.active.row === row ? selection.active.column : -1}
                  selectedFrom={
                    block !== null && row >= block.firstRow && row <= block.lastRow ? block.firstColumn : -1
                  }
                  selectedTo={block !== null && row >= block.firstRow && row <= block.lastRow ? block.lastColumn : -1}
                />
              ))}
            </div>
          </div>
          {totals !== null && (
            <div className="grid-totals" role="presentation" data-testid="totals">
              <GridRow
                gridId={id}
                row={rows}
                label={totalsLabel}
                values={totals}
                columns={columns}
                edges={edges}
                firstColumn={seen.firstColumn}
                endColumn={seen.endColumn}
                numbersWidth={numbersWidth}
                top={0}
                activeColumn={-1}
                selectedFrom={-1}
                selectedTo={-1}
              />
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

const totalsLabel = 'Totals';
const startSelection: Selection = { active: { row: 0, column: 0 }, anchor: { row: 0, column: 0 } };

/** As wide as the name, the type and the rows from `from` on that are here. */
function fit({ name, type }: ConsoleColumn, column: number, cache: RowCache | null, from = 0, widest = 420): number {
  const texts = [`${name}  `, type.slice(0, 24)];
  for (let row = from; row < from + 100; row += 1) {
    const values = cache?.row(row);
    if (values !== undefined) texts.push(cellText(values[column], type).text);
  }
  return autoWidth(texts, { widest });
}

function cellUnder(target: EventTarget): Cell | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null;
  const row = cell?.parentElement?.dataset['row'];
  return cell === null || row === undefined ? null : { row: Number(row), column: Number(cell.dataset['column']) };
}
