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

/** What the scroller must know of the grid. */
export interface GridParts {
  readonly rows: number;
  readonly edges: readonly number[];
  /** Of what stands below the rows and does not scroll. */
  readonly footHeight: number;
  /** The numbers of the rows stay where they are, and cover that much at the left. */
  readonly numbersWidth: number;
}

/** Scrolls a grid of any height, and says which rows and columns are seen. */
export interface GridScroller {
  readonly window: () => GridWindow;
  readonly subscribe: (listener: () => void) => () => void;
  readonly setParts: (parts: GridParts) => void;
  /** `element` scrolls; `layer` holds the rows, and is moved on every frame. Returns the end of it. */
  readonly attach: (element: HTMLElement, layer: HTMLElement) => () => void;
  /** Scrolls as far as it takes for a cell to be seen whole. */
  readonly reveal: (row: number, column: number) => void;
}

/** A layer that is moved further than some million pixels is drawn badly. */
const baseStep = 40_000 * rowHeight;
/** `scrollTop` may lose the fraction of a pixel that it was given. */
const lostPixels = 0.9;

export function createGridScroller(): GridScroller {
  const listeners = new Set<() => void>();
  let parts: GridParts = { rows: 0, edges: [0], footHeight: 0, numbersWidth: 0 };
  let view: GridWindow['view'] = { width: 0, height: 0 };
  let scrolled: HTMLElement | null = null;
  let moved: HTMLElement | null = null;
  let position = 0;
  let expectedTop = 0;
  let drawn = windowNow();

  function grid() {
    return { rows: parts.rows, view: Math.max(0, view.height - headHeight - parts.footHeight) };
  }
  function windowNow(): GridWindow {
    const at = clamp(position, 0, lastPosition(grid()));
    const { first, end } = visibleRows(at, grid());
    const columns = visibleColumns(
      parts.edges,
      scrolled?.scrollLeft ?? 0,
      Math.max(0, view.width - parts.numbersWidth),
    );
    return {
      firstRow: first,
      endRow: end,
      firstColumn: columns.first,
      endColumn: columns.end,
      base: Math.floor(at / baseStep) * baseStep,
      view,
    };
  }
  /** Views draw before the frame is shown: scroll events come right before it. */
  function update(): void {
    position = clamp(position, 0, lastPosition(grid()));
    const next = windowNow();
    if (!isSame(next, drawn)) {
      drawn = next;
      for (const listener of listeners) listener();
    }
    if (moved !== null) moved.style.transform = `translateY(${Math.round(drawn.base - position)}px)`;
  }
  function moveTo(next: number): void {
    if (scrolled === null) return;
    position = clamp(next, 0, lastPosition(grid()));
    scrolled.scrollTop = scrollTopOf(position, grid());
    expectedTop = scrolled.scrollTop;
    update();
  }
  function follow(): void {
    if (scrolled === null) return;
    if (Math.abs(scrolled.scrollTop - expectedTop) > lostPixels) {
      expectedTop = scrolled.scrollTop;
      position = positionOf(expectedTop, grid());
    }
    update();
  }
  function turn(event: WheelEvent): void {
    const isScaled = parts.rows * rowHeight > spaceHeight(grid());
    if (!isScaled || event.deltaY === 0 || event.ctrlKey || event.shiftKey) return;
    // A pixel of the wheel would be several of the rows otherwise.
    event.preventDefault();
    moveTo(position + event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1));
  }

  return {
    window: () => drawn,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    setParts(next) {
      parts = next;
      update();
    },
    attach(element, layer) {
      scrolled = element;
      moved = layer;
      const observer = new ResizeObserver(() => {
        view = { width: element.clientWidth, height: element.clientHeight };
        update();
      });
      observer.observe(element);
      element.addEventListener('scroll', follow, { passive: true });
      element.addEventListener('wheel', turn, { passive: false });
      return () => {
        observer.disconnect();
        element.removeEventListener('scroll', follow);
        element.removeEventListener('wheel', turn);
        scrolled = null;
        moved = null;
      };
    },
    reveal(row, column) {
      if (scrolled === null) return;
      const left = parts.edges[column] ?? 0;
      const right = parts.edges[column + 1] ?? left;
      const width = view.width - parts.numbersWidth;
      if (left < scrolled.scrollLeft) scrolled.scrollLeft = left;
      else if (right > scrolled.scrollLeft + width) scrolled.scrollLeft = Math.min(left, right - width);
      if (row >= 0) moveTo(positionShowing(row, position, grid()));
    },
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
