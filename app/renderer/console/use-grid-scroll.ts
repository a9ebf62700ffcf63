import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import {
  clamp,
  lastPosition,
  positionOf,
  positionShowing,
  rowHeight,
  scrollTopOf,
  spaceHeight,
  visibleColumns,
  visibleRows,
} from './grid-geometry.ts';

/** The line of the column names. */
export const headHeight = 42;

/** What of the grid is drawn. */
export interface GridWindow {
  readonly firstRow: number;
  readonly endRow: number;
  readonly firstColumn: number;
  readonly endColumn: number;
  /** Rows are placed from here, so that most frames move the layer and no row. */
  readonly base: number;
  readonly view: { readonly width: number; readonly height: number };
}

interface GridScroll {
  readonly window: GridWindow;
  /** Scrolls as far as it takes for a cell to be seen whole. */
  readonly reveal: (row: number, column: number) => void;
}

interface GridParts {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Holds the rows; is moved on every frame. */
  readonly layer: RefObject<HTMLDivElement | null>;
  readonly rows: number;
  readonly edges: readonly number[];
  /** The numbers of the rows stay where they are, and cover that much at the left. */
  readonly numbersWidth: number;
}

/** Rows per step of `base`; a layer that is moved further than some million pixels is drawn badly. */
const baseStep = 40_000 * rowHeight;

/** Scrolls a grid of any height, and says which rows and columns are seen. */
export function useGridScroll({ scroller, layer, rows, edges, numbersWidth }: GridParts): GridScroll {
  const [view, setView] = useState({ width: 0, height: 0 });
  const [seen, setSeen] = useState({ position: 0, left: 0 });
  const place = useRef({ position: 0, expectedTop: 0 });
  const grid = { rows, view: Math.max(0, view.height - headHeight) };
  const current = windowAt(seen, grid, edges, view, numbersWidth);
  const newest = useRef({ grid, edges, view, numbersWidth, current });

  useLayoutEffect(() => {
    newest.current = { grid, edges, view, numbersWidth, current };
    moveLayer(layer.current, current.base, place.current.position);
  });

  const apply = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const { position } = place.current;
    const left = element.scrollLeft;
    const { current: drawn, ...parts } = newest.current;
    const next = windowAt({ position, left }, parts.grid, parts.edges, parts.view, parts.numbersWidth);
    // Scroll events come right before a frame: what is drawn now is seen in it.
    if (!isSame(next, drawn)) flushSync(() => setSeen({ position, left }));
    else moveLayer(layer.current, drawn.base, position);
  }, [scroller, layer]);

  const moveTo = useCallback(
    (position: number) => {
      const element = scroller.current;
      if (element === null) return;
      const next = clamp(position, 0, lastPosition(newest.current.grid));
      element.scrollTop = scrollTopOf(next, newest.current.grid);
      place.current = { position: next, expectedTop: element.scrollTop };
      apply();
    },
    [scroller, apply],
  );

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    function scrolled(): void {
      if (element === null) return;
      if (Math.abs(element.scrollTop - place.current.expectedTop) > 0.9) {
        const position = positionOf(element.scrollTop, newest.current.grid);
        place.current = { position, expectedTop: element.scrollTop };
      }
      apply();
    }
    function turned(event: WheelEvent): void {
      const isScaled = newest.current.grid.rows * rowHeight > spaceHeight(newest.current.grid);
      if (!isScaled || event.deltaY === 0 || event.ctrlKey || event.shiftKey) return;
      // A pixel of the wheel would be several of the rows otherwise.
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1;
      moveTo(place.current.position + event.deltaY * unit);
    }
    const observer = new ResizeObserver(() => setView({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    element.addEventListener('scroll', scrolled, { passive: true });
    element.addEventListener('wheel', turned, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', scrolled);
      element.removeEventListener('wheel', turned);
    };
  }, [scroller, apply, moveTo]);

  const reveal = useCallback(
    (row: number, column: number) => {
      const element = scroller.current;
      if (element === null) return;
      const { edges: at, view: size, numbersWidth: covered, grid: now } = newest.current;
      const left = at[column] ?? 0;
      const right = at[column + 1] ?? left;
      if (left < element.scrollLeft) element.scrollLeft = left;
      else if (right > element.scrollLeft + size.width - covered) {
        element.scrollLeft = Math.min(left, right - size.width + covered);
      }
      if (row >= 0) moveTo(positionShowing(row, place.current.position, now));
    },
    [scroller, moveTo],
  );

  return { window: current, reveal };
}

function windowAt(
  { position, left }: { position: number; left: number },
  grid: { rows: number; view: number },
  edges: readonly number[],
  view: GridWindow['view'],
  numbersWidth: number,
): GridWindow {
  const at = clamp(position, 0, lastPosition(grid));
  const { first, end } = visibleRows(at, grid);
  const columns = visibleColumns(edges, left, Math.max(0, view.width - numbersWidth));
  return {
    firstRow: first,
    endRow: end,
    firstColumn: columns.first,
    endColumn: columns.end,
    base: Math.floor(at / baseStep) * baseStep,
    view,
  };
}

function isSame(a: GridWindow, b: GridWindow): boolean {
  return (
    a.firstRow === b.firstRow &&
    a.endRow === b.endRow &&
    a.firstColumn === b.firstColumn &&
    a.endColumn === b.endColumn &&
    a.base === b.base &&
    a.view === b.view
  );
}

function moveLayer(layer: HTMLElement | null, base: number, position: number): void {
  if (layer !== null) layer.style.transform = `translateY(${Math.round(base - position)}px)`;
}
