import { type Item, type LaneName } from './items.ts';
import { type Span, lengthOf } from './span.ts';

/** Where a lane stands in the picture, in pixels from its top. */
export interface Lane {
  readonly name: LaneName;
  readonly label: string;
  readonly top: number;
  readonly height: number;
}

export const axisHeight = 26;
export const agentLineHeight = 13;
const gap = 10;
/** Agents beyond these share the last line until the person asks for all. */
export const linesShown = 8;

export interface Layout {
  readonly lanes: readonly Lane[];
  readonly height: number;
  readonly agentLines: number;
}

export function layOut(agentLines: number): Layout {
  const shownLines = Math.max(1, agentLines);
  const heights: readonly (readonly [LaneName, string, number])[] = [
    ['windows', 'Windows', 40],
    ['presence', 'Presence', 18],
    ['agents', 'Agents', shownLines * agentLineHeight],
    ['errors', 'Errors', 18],
  ];
  let top = axisHeight + 8;
  const lanes = heights.map(([name, label, height]) => {
    const lane = { name, label, top, height };
    top += height + gap;
    return lane;
  });
  return { lanes, height: top, agentLines: shownLines };
}

/** Turns moments into pixels and back, for a view of `width` pixels. */
export interface Scale {
  readonly xOf: (ms: number) => number;
  readonly msOf: (x: number) => number;
  readonly msPerPx: number;
}

export function scaleOf(span: Span, width: number): Scale {
  const msPerPx = lengthOf(span) / Math.max(1, width);
  return {
    xOf: (ms) => (ms - span.fromMs) / msPerPx,
    msOf: (x) => span.fromMs + x * msPerPx,
    msPerPx,
  };
}

/** The line that an item is drawn on. */
export function shownLine(item: Item, layout: Layout): number {
  return Math.min(item.line, layout.agentLines - 1);
}

/** How near a pointer must come, in pixels. */
const reachPx = 4;

/** What lies under the pointer, the shortest of all: an event before the run that it belongs to. */
export function itemAt(
  items: readonly Item[],
  { x, y }: { readonly x: number; readonly y: number },
  layout: Layout,
  scale: Scale,
): Item | null {
  const lane = layout.lanes.find(({ top, height }) => y >= top - 2 && y < top + height + 2);
  if (lane === undefined) return null;
  const ms = scale.msOf(x);
  const reachMs = reachPx * scale.msPerPx;
  const line = Math.min(layout.agentLines - 1, Math.max(0, Math.floor((y - lane.top) / agentLineHeight)));
  let best: Item | null = null;
  let bestCost = Infinity;
  for (const item of items) {
    if (item.lane !== lane.name || (lane.name === 'agents' && shownLine(item, layout) !== line)) continue;
    const offMs = Math.max(item.fromMs - ms, ms - item.toMs, 0);
    if (offMs > reachMs) continue;
    // What the pointer is on comes before what is only near.
    const cost = offMs * 1_000_000 + lengthOf(item);
    if (cost < bestCost) [best, bestCost] = [item, cost];
  }
  return best;
}

/** The next item of a lane after `current`, or the one before it; the one nearest to the middle of the view to begin with. */
export function neighbour(
  items: readonly Item[],
  lane: LaneName,
  current: Item | null,
  step: 1 | -1,
  span: Span,
): Item | null {
  const sorted = items
    .filter((item) => item.lane === lane && isWhole(item))
    .toSorted((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
  const index = sorted.findIndex(({ key }) => key === current?.key);
  if (current !== null && index !== -1) return sorted[index + step] ?? current;
  const near = current?.fromMs ?? (span.fromMs + span.toMs) / 2;
  const offOf = (item: Item): number => Math.max(item.fromMs - near, near - item.toMs, 0);
  return sorted.reduce<Item | null>((best, item) => (best === null || offOf(item) < offOf(best) ? item : best), null);
}

/** Whether the arrow keys stop at it: at a run, but not at every call in it. */
function isWhole(item: Item): boolean {
  return item.lane !== 'agents' || item.kind === 'run';
}
