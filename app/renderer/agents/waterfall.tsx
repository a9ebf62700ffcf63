import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { formatLength } from '../format/duration.ts';
import { type EventNode, shownNodes } from './event-tree.ts';
import { timeAxis } from './time-axis.ts';
import { fitted, follow, type TimeWindow, zoomed } from './time-window.ts';
import { moveInTree } from './tree-keys.ts';
import { WaterfallRow, rowHeightPx } from './waterfall-row.tsx';
import { WaterfallHead } from './waterfall-head.tsx';

interface WaterfallProps {
  readonly roots: readonly EventNode[];
  /** All nodes, in the order in which they began. */
  readonly all: readonly EventNode[];
  readonly selected: number | null;
  readonly onSelect: (index: number) => void;
}

const rowsAtMost = 18;

/** Steps and calls as bars on one time axis, one row each; only rows in sight are drawn. Arrow keys walk the tree. */
export function Waterfall({ roots, all, selected, onSelect }: WaterfallProps) {
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const [span, setSpan] = useState<TimeWindow>(fitted);
  const scroller = useRef<HTMLDivElement>(null);
  const nodes = useMemo(() => shownNodes(roots, closed), [roots, closed]);
  const axis = useMemo(() => timeAxis(all.toSorted((left, right) => left.startMs - right.startMs)), [all]);
  const startMs = all[0]?.startMs ?? 0;
  // The list measures what it scrolls by itself, which the compiler of React cannot follow.
  // eslint-disable-next-line react-hooks/incompatible-library
  const list = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
  });

  // Whoever opened the run by the keyboard goes on by the keyboard.
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);

  const current = nodes.findIndex((node) => node.index === selected);

  function select(row: number): void {
    const node = nodes[row];
    if (node === undefined) return;
    onSelect(node.index);
    setSpan(follow(span, axis.position(node.startMs), axis.position(node.endMs)));
    list.scrollToIndex(row);
  }

  function toggle(node: EventNode): void {
    const next = new Set(closed);
    if (!next.delete(node.index)) next.add(node.index);
    setClosed(next);
  }

  function zoom(factor: number): void {
    const node = nodes[current];
    const middle =
      node === undefined ? (span.from + span.to) / 2 : (axis.position(node.startMs) + axis.position(node.endMs)) / 2;
    setSpan(zoomed(span, factor, middle));
  }

  function press(event: React.KeyboardEvent): void {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') zoom(2);
    else if (event.key === '-') zoom(0.5);
    else if (event.key === '0') setSpan(fitted);
    else {
      const pageRows = Math.floor((scroller.current?.clientHeight ?? 0) / rowHeightPx) - 1;
      const move = moveInTree(event.key, { nodes, closed, row: current, pageRows });
      if (move === null) return;
      if (move.kind === 'toggle') toggle(move.node);
      else select(move.row);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="waterfall">
      <WaterfallHead axis={axis} span={span} startMs={startMs} onZoom={zoom} onFit={() => setSpan(fitted)} />
      <div
        ref={scroller}
        className="waterfall-rows"
        role="tree"
        aria-label="Steps and calls"
        tabIndex={0}
        aria-activedescendant={current === -1 ? undefined : rowId(selected)}
        data-testid="waterfall"
        style={{ height: Math.min(nodes.length, rowsAtMost) * rowHeightPx + 2 }}
        onKeyDown={press}
      >
        <div role="presentation" className="waterfall-space" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map((item) => {
            const node = nodes[item.index];
            if (node === undefined) return null;
            return (
              <WaterfallRow
                key={node.index}
                id={rowId(node.index)}
                node={node}
                top={item.start}
                axis={axis}
                span={span}
                isSelected={node.index === selected}
                isClosed={closed.has(node.index)}
                onSelect={() => select(item.index)}
                onToggle={() => toggle(node)}
              />
            );
          })}
        </div>
      </div>
      <p className="card-note waterfall-note">
        {axis.pauses.length > 0 &&
          `Pauses are drawn short: ${axis.pauses.length === 1 ? 'one' : axis.pauses.length}, ${formatLength(pausedMs(axis))} in all. `}
        Pale is the wait for the first token, or for permission. Arrow keys move, + and − zoom, 0 shows all, Esc goes
        back.
      </p>
    </div>
  );
}

function rowId(index: number | null): string {
  return `event-${index}`;
}

function pausedMs({ pauses }: ReturnType<typeof timeAxis>): number {
  return pauses.reduce((sum, pause) => sum + pause.endMs - pause.startMs, 0);
}
