/**
 * Where rows lie in a grid that is higher than a browser can scroll. Chromium cuts an element at 33,554,428 device
 * pixels, half of that in CSS pixels on a screen of double density; above `tallestSpace` the way of the scroll bar is
 * shorter than that of the rows, and `position` (pixels of rows above the first visible one) is the truth of the two.
 */
export const rowHeight = 24;
export const tallestSpace = 8_000_000;

export interface GridHeight {
  readonly rows: number;
  /** Of the part that shows rows. */
  readonly view: number;
}

/** The height of the element that is scrolled. */
export function spaceHeight({ rows }: GridHeight): number {
  return Math.min(tallestSpace, rows * rowHeight);
}

/** The furthest that the rows can be moved. */
export function lastPosition({ rows, view }: GridHeight): number {
  return Math.max(0, rows * rowHeight - view);
}

/** How many pixels of rows go by for a pixel of the scroll bar. */
export function positionOf(scrollTop: number, grid: GridHeight): number {
  const way = spaceHeight(grid) - grid.view;
  return way <= 0 ? 0 : clamp((scrollTop / way) * lastPosition(grid), 0, lastPosition(grid));
}

export function scrollTopOf(position: number, grid: GridHeight): number {
  const last = lastPosition(grid);
  return last === 0 ? 0 : (position / last) * Math.max(0, spaceHeight(grid) - grid.view);
}

/** Where the rows must be for `row` to be seen whole: as they are, if it is. */
export function positionShowing(row: number, position: number, grid: GridHeight): number {
  const top = row * rowHeight;
  if (top < position) return top;
  const bottom = top + rowHeight;
  return bottom > position + grid.view ? clamp(bottom - grid.view, 0, lastPosition(grid)) : position;
}

/** The rows of which any part is seen: from `first` up to, without, `end`. */
export function visibleRows(position: number, { rows, view }: GridHeight): { first: number; end: number } {
  const first = clamp(Math.floor(position / rowHeight), 0, Math.max(0, rows - 1));
  return { first, end: Math.min(rows, Math.ceil((position + view) / rowHeight) + 1) };
}

/** Left edges of all columns, and behind them that of the end. */
export function columnEdges(widths: readonly number[]): number[] {
  const edges = [0];
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + width);
  return edges;
}

/** The columns of which any part is seen. */
export function visibleColumns(edges: readonly number[], left: number, view: number): { first: number; end: number } {
  const count = edges.length - 1;
  const first = Math.max(0, firstAbove(edges, left) - 1);
  return { first: Math.min(first, Math.max(0, count - 1)), end: Math.min(count, firstAbove(edges, left + view)) };
}

/** Wide enough for the name, the type and what is seen of the cells; bounded, for one long text must not fill the window. */
export function autoWidth(texts: readonly string[], { widest = 420 } = {}): number {
  const letters = texts.reduce((most, text) => Math.max(most, text.length), 0);
  return clamp(Math.ceil(letters * letterWidth) + 24, narrowest, widest);
}

export const narrowest = 48;
const letterWidth = 7.3;

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** The first index whose edge lies beyond `at`. */
function firstAbove(edges: readonly number[], at: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
