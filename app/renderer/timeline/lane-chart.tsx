import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { axisTicks } from './axis-ticks.ts';
import { type Choice } from './choice.ts';
import { type Picture } from './draw-lanes.ts';
import { type Item, type LaneName, laneNames } from './items.ts';
import {
  agentLineHeight,
  axisHeight,
  itemAt,
  layOut,
  type Layout,
  neighbour,
  type Scale,
  scaleOf,
  shownLine,
} from './lane-layout.ts';
import { lengthOf, panned, showing, type Span, within, zoomed } from './span.ts';
import { useCanvas } from './use-canvas.ts';
import { useWheel } from './use-wheel.ts';
import { formatSpan } from './words.ts';

interface LaneChartProps {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly width: number;
  readonly day: Span;
  readonly span: Span;
  readonly items: readonly Item[];
  readonly agentLines: number;
  readonly colourOfApp: ReadonlyMap<string, string>;
  /** Null on another day than today. */
  readonly nowMs: number | null;
  readonly choice: Choice;
  readonly onSpan: (span: Span) => void;
  readonly onChoose: (choice: Choice) => void;
  readonly onHover: (item: Item | null) => void;
}

const zoomStep = 1.5;
const panShare = 0.2;
/** Pixels between two labels of the axis. */
const tickRoom = 74;
/** A pointer that moved less has clicked. */
const dragPx = 4;

/** All that happened on one time axis: wheel and keys zoom and move, a drag chooses a stretch, a click a thing. */
export function LaneChart(props: LaneChartProps) {
  const { frame, width, day, span, items, agentLines, colourOfApp, nowMs, choice, onSpan, onChoose, onHover } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const helpId = useId();
  const [lane, setLane] = useState<LaneName>('windows');
  const layout = useMemo(() => layOut(agentLines), [agentLines]);
  const scale = useMemo(() => scaleOf(span, width), [span, width]);
  const ticks = useMemo(() => axisTicks(span, Math.max(2, width / tickRoom)), [span, width]);
  const picture = useMemo<Picture>(
    () => ({ items, layout, scale, width, ticks, colourOfApp }),
    [items, layout, scale, width, ticks, colourOfApp],
  );
  useCanvas(canvas, picture);
  useWheel(frame, {
    zoom: (factor, x) => onSpan(zoomed(span, day, factor, scale.msOf(x))),
    pan: (px) => onSpan(panned(span, day, px * scale.msPerPx)),
  });
  const drag = useDrag({ ...props, layout, scale });

  function press(event: KeyboardEvent): void {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const middle = (span.fromMs + span.toMs) / 2;
    const along = event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 1;
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowRight':
        if (event.shiftKey) onSpan(panned(span, day, along * panShare * lengthOf(span)));
        else stepTo(lane, along);
        break;
      case 'ArrowUp':
      case 'ArrowDown':
        changeLane(along);
        break;
      case '+':
      case '=':
        onSpan(zoomed(span, day, 1 / zoomStep, middleOf(choice) ?? middle));
        break;
      case '-':
        onSpan(zoomed(span, day, zoomStep, middle));
        break;
      case '0':
        onSpan(day);
        break;
      case 'Home':
        onSpan(panned(span, day, day.fromMs - span.fromMs));
        break;
      case 'End':
        onSpan(panned(span, day, day.toMs - span.toMs));
        break;
      case 'Escape':
        if (choice === null) return;
        onChoose(null);
        break;
      case 'Enter':
        if (choice === null) return;
        onSpan(closeUp(choice.kind === 'item' ? choice.item : choice.span, day));
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function changeLane(along: 1 | -1): void {
    const index = laneNames.indexOf(lane) + along;
    const next = laneNames[Math.min(laneNames.length - 1, Math.max(0, index))] ?? lane;
    setLane(next);
    choose(neighbour(items, next, choice?.kind === 'item' ? choice.item : null, 1, span));
  }

  function stepTo(name: LaneName, along: 1 | -1): void {
    const current = choice?.kind === 'item' && choice.item.lane === name ? choice.item : null;
    choose(neighbour(items, name, current, along, span));
  }

  function choose(item: Item | null): void {
    if (item === null) return;
    onChoose({ kind: 'item', item });
    onSpan(showing(span, day, item));
  }

  return (
    <div className="lane-chart">
      <div className="lane-labels" aria-hidden="true">
        {layout.lanes.map(({ name, label, top, height }) => (
          <span
            key={name}
            className={`lane-label at-${name}${name === lane ? ' current' : ''}`}
            style={{ top, height: Math.min(height, 40) }}
          >
            {label}
          </span>
        ))}
      </div>
      <div
        ref={frame}
        className="lane-frame"
        style={{ height: layout.height }}
        role="application"
        aria-roledescription="timeline"
        aria-label={`Timeline, ${formatSpan(span)}`}
        aria-describedby={helpId}
        tabIndex={0}
        data-testid="timeline-chart"
        data-from={Math.round(span.fromMs)}
        data-to={Math.round(span.toMs)}
        data-items={items.length}
        onKeyDown={press}
        onPointerDown={drag.begin}
        onPointerMove={drag.move}
        onPointerUp={drag.end}
        onPointerCancel={drag.cancel}
        onPointerLeave={() => onHover(null)}
        onDoubleClick={() => onSpan(day)}
      >
        <canvas ref={canvas} className="lane-canvas" style={{ width, height: layout.height }} aria-hidden="true" />
        {ticks.map(({ atMs, label }) => (
          <span key={atMs} className="lane-tick" style={{ left: scale.xOf(atMs) }} aria-hidden="true">
            {label}
          </span>
        ))}
        <Band
          className="lane-choice"
          span={drag.dragged ?? (choice?.kind === 'range' ? choice.span : null)}
          scale={scale}
        />
        {choice?.kind === 'item' && <Outline item={choice.item} layout={layout} scale={scale} width={width} />}
        {nowMs !== null && nowMs >= span.fromMs && nowMs <= span.toMs && (
          <span className="lane-now" style={{ left: scale.xOf(nowMs) }} data-testid="now-marker" aria-hidden="true">
            now
          </span>
        )}
        <p id={helpId} className="visually-hidden">
          Left and right go to the next thing of a lane, up and down change the lane. Plus and minus zoom, shift with
          left and right moves, 0 shows the whole day, Enter looks closely at what is chosen, Escape lets go of it. The
          table below the controls holds the same.
        </p>
      </div>
    </div>
  );
}

function Band({ className, span, scale }: { className: string; span: Span | null; scale: Scale }) {
  if (span === null) return null;
  const left = scale.xOf(span.fromMs);
  return (
    <span className={className} style={{ left, width: Math.max(1, scale.xOf(span.toMs) - left) }} aria-hidden="true" />
  );
}

/** A frame around what is chosen. */
function Outline({ item, layout, scale, width }: { item: Item; layout: Layout; scale: Scale; width: number }) {
  const lane = layout.lanes.find(({ name }) => name === item.lane);
  const left = Math.max(0, scale.xOf(item.fromMs));
  const right = Math.min(width, scale.xOf(item.toMs));
  if (lane === undefined || right < 0 || left > width) return null;
  const isAgent = item.lane === 'agents';
  const top = lane.top + (isAgent ? shownLine(item, layout) * agentLineHeight : 0);
  const height = isAgent ? agentLineHeight : lane.height;
  return (
    <span
      className="lane-outline"
      style={{ left: left - 2, width: Math.max(2, right - left) + 4, top: top - 2, height: height + 4 }}
      aria-hidden="true"
    />
  );
}

function middleOf(choice: Choice): number | null {
  if (choice === null) return null;
  const { fromMs, toMs } = choice.kind === 'item' ? choice.item : choice.span;
  return (fromMs + toMs) / 2;
}

/** `target` with a little around it. */
function closeUp(target: Span, day: Span): Span {
  const around = Math.max(lengthOf(target) * 0.15, 2_000);
  return within({ fromMs: target.fromMs - around, toMs: target.toMs + around }, day);
}

interface Dragging {
  readonly pointer: number;
  readonly x: number;
  readonly y: number;
  /** Where the view began when the axis was taken hold of. */
  readonly span: Span;
}

/** The axis is dragged along; elsewhere a drag chooses a stretch of time and a click a thing. */
function useDrag(props: LaneChartProps & { readonly layout: Layout; readonly scale: Scale }) {
  const { frame, day, span, items, layout, scale, onSpan, onChoose, onHover } = props;
  const held = useRef<Dragging | null>(null);
  const [dragged, setDragged] = useState<Span | null>(null);
  useEffect(() => onHover(null), [day, onHover]);

  function placeOf(event: PointerEvent): { x: number; y: number } {
    const box = frame.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  }
  function stretch(fromX: number, toX: number): Span {
    const ends = [scale.msOf(fromX), scale.msOf(toX)].map((ms) =>
      Math.min(day.toMs, Math.max(day.fromMs, Math.round(ms))),
    );
    return { fromMs: Math.min(...ends), toMs: Math.max(...ends) };
  }

  return {
    dragged,
    begin: (event: PointerEvent): void => {
      if (event.button !== 0) return;
      held.current = { pointer: event.pointerId, ...placeOf(event), span };
      frame.current?.setPointerCapture(event.pointerId);
    },
    move: (event: PointerEvent): void => {
      const at = placeOf(event);
      if (held.current === null) {
        onHover(itemAt(items, at, layout, scale));
      } else if (held.current.y < axisHeight) {
        onSpan(panned(held.current.span, day, (held.current.x - at.x) * scale.msPerPx));
      } else if (Math.abs(at.x - held.current.x) >= dragPx || dragged !== null) {
        setDragged(stretch(held.current.x, at.x));
      }
    },
    end: (event: PointerEvent): void => {
      const begun = held.current;
      held.current = null;
      if (begun === null || begun.y < axisHeight) return;
      setDragged(null);
      const at = placeOf(event);
      if (dragged !== null) {
        onChoose({ kind: 'range', span: stretch(begun.x, at.x) });
        return;
      }
      const item = itemAt(items, at, layout, scale);
      onChoose(item === null ? null : { kind: 'item', item });
    },
    cancel: (): void => {
      held.current = null;
      setDragged(null);
    },
  };
}
