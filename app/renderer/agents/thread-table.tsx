import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { formatMoney } from '../../contract/money.ts';
import { formatLength } from '../format/duration.ts';
import { firstLine } from '../format/name.ts';
import { formatCompact } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { type EventNode } from './event-tree.ts';
import { eventName, eventTokens, kindWords, stateWord } from './event-words.ts';
import { eventStateWords } from './run-words.ts';
import { rowHeightPx } from './waterfall-row.tsx';

interface ThreadTableProps {
  readonly nodes: readonly EventNode[];
  readonly startMs: number;
  readonly selected: number | null;
  readonly onSelect: (index: number) => void;
}

const columns = 7;

/** The same as the bars say, in words and numbers; only rows in sight are drawn. */
export function ThreadTable({ nodes, startMs, selected, onSelect }: ThreadTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  // The list measures what it scrolls by itself, which the compiler of React cannot follow.
  // eslint-disable-next-line react-hooks/incompatible-library
  const list = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
  });
  const items = list.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = list.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className="thread-table table-scroll" tabIndex={0} role="group" aria-label="Steps and calls">
      <table className="table" aria-rowcount={nodes.length + 1}>
        <caption className="visually-hidden">Steps and calls</caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">What</th>
            <th scope="col">How it ended</th>
            <th scope="col" className="number">
              Began
            </th>
            <th scope="col" className="number">
              Length
            </th>
            <th scope="col" className="number">
              Tokens
            </th>
            <th scope="col" className="number">
              Cost
            </th>
            <th scope="col" className="number">
              First token
            </th>
          </tr>
        </thead>
        <tbody>
          <Spacer height={above} />
          {items.map((item) => {
            const node = nodes[item.index];
            return (
              node !== undefined && (
                <EventRow
                  key={node.index}
                  node={node}
                  rowIndex={item.index + 2}
                  startMs={startMs}
                  isSelected={node.index === selected}
                  onSelect={onSelect}
                />
              )
            );
          })}
          <Spacer height={below} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands for the rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} className="thread-table-space" style={{ height }} />
    </tr>
  );
}

interface EventRowProps {
  readonly node: EventNode;
  readonly rowIndex: number;
  readonly startMs: number;
  readonly isSelected: boolean;
  readonly onSelect: (index: number) => void;
}

function EventRow({ node, rowIndex, startMs, isSelected, onSelect }: EventRowProps) {
  const { event, index, level } = node;
  const glyph = eventStateWords[event.state]?.glyph ?? null;
  const tokens = eventTokens(event);
  return (
    <tr aria-rowindex={rowIndex} aria-current={isSelected} data-testid="thread-table-row">
      <th scope="row">
        <button
          type="button"
          className="link-button clip"
          style={{ marginLeft: (level - 1) * 12 }}
          title={`${kindWords[event.kind] ?? event.kind}: ${eventName(event)}`}
          onClick={() => onSelect(index)}
        >
          {eventName(event)}
        </button>
      </th>
      <td title={event.error_msg}>
        <span className="run-state">
          {glyph !== null && <StateGlyph state={glyph} />}
          <span className="clip">{event.error_msg === '' ? stateWord(event) : firstLine(event.error_msg)}</span>
        </span>
      </td>
      <td className="number figures" title={formatMoment(event.ts_ms)}>
        +{formatLength(event.ts_ms - startMs)}
      </td>
      <td className="number figures">{event.state === 'started' ? '–' : formatLength(event.dur_ms + event.wait_ms)}</td>
      <td className="number figures">{tokens === 0 ? '–' : formatCompact(tokens)}</td>
      <td className="number figures">{event.cost_usd === null ? '–' : formatMoney(event.cost_usd)}</td>
      <td className="number figures">{event.ttft_ms === null ? '–' : formatLength(event.ttft_ms)}</td>
    </tr>
  );
}
