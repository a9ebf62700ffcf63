import { formatLength } from '../format/duration.ts';
import { Icon } from '../ui/icon.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { type EventNode } from './event-tree.ts';
import { eventName, spokenEvent } from './event-words.ts';
import { eventStateWords } from './run-words.ts';
import { type TimeAxis } from './time-axis.ts';
import { inWindow, type TimeWindow } from './time-window.ts';

export const rowHeightPx = 26;
const indentPx = 14;

interface WaterfallRowProps {
  readonly id: string;
  readonly node: EventNode;
  readonly top: number;
  readonly axis: TimeAxis;
  readonly span: TimeWindow;
  readonly isSelected: boolean;
  readonly isClosed: boolean;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
}

/** One step or call: its name, its bar, its length. */
export function WaterfallRow({ node, top, isSelected, isClosed, ...row }: WaterfallRowProps) {
  const { event, level, children } = node;
  const glyph = eventStateWords[event.state]?.glyph ?? null;
  return (
    <div
      id={row.id}
      className={`waterfall-row kind-${event.kind}`}
      role="treeitem"
      aria-level={level}
      aria-selected={isSelected}
      aria-expanded={children.length === 0 ? undefined : !isClosed}
      data-testid="waterfall-row"
      data-kind={event.kind}
      data-state={event.state}
      style={{ height: rowHeightPx, transform: `translateY(${top}px)` }}
      onClick={row.onSelect}
    >
      <span className="waterfall-name" style={{ paddingLeft: (level - 1) * indentPx }}>
        {children.length === 0 ? (
          <span className="waterfall-twist" />
        ) : (
          <span
            className={isClosed ? 'waterfall-twist closed' : 'waterfall-twist'}
            aria-hidden="true"
            onClick={(click) => {
              click.stopPropagation();
              row.onToggle();
            }}
          >
            <Icon name="chevron" />
          </span>
        )}
        {glyph !== null && <StateGlyph state={glyph} />}
        <span className="clip" title={eventName(event)}>
          {eventName(event)}
        </span>
        <span className="visually-hidden">{spokenEvent(node)}</span>
      </span>
      <span className="waterfall-track" aria-hidden="true">
        <Bar node={node} axis={row.axis} span={row.span} />
      </span>
      <span className="waterfall-length figures">
        {event.state === 'started' ? '…' : formatLength(event.dur_ms + event.wait_ms)}
      </span>
    </div>
  );
}

/** The bar, cut at the ends of what is shown. Its first part is the wait for the first token, or for permission. */
function Bar({ node, axis, span }: Pick<WaterfallRowProps, 'node' | 'axis' | 'span'>) {
  const { event, startMs, endMs } = node;
  const left = inWindow(span, axis.position(startMs));
  const right = event.state === 'started' ? 1 : inWindow(span, axis.position(endMs));
  if (right < 0 || left > 1) return null;
  const from = Math.max(0, left);
  const width = Math.min(1, right) - from;
  const waitedMs = event.kind === 'tool' ? event.wait_ms : (event.ttft_ms ?? 0);
  const wait = endMs > startMs && left >= 0 ? Math.min(1, waitedMs / (endMs - startMs)) : 0;
  return (
    <span
      className={`waterfall-bar state-bar-${event.state}`}
      style={{ left: `${from * 100}%`, width: `${Math.max(0, width) * 100}%` }}
    >
      {wait > 0 && <span className="waterfall-wait" style={{ width: `${wait * 100}%` }} />}
    </span>
  );
}
