import { useState } from 'react';
import { formatSeconds } from '../format/time.ts';
import { type Item, type LaneName, laneNames } from './items.ts';
import { lengthOf, type Span, touches } from './span.ts';
import { formatLength } from './words.ts';

interface ItemTableProps {
  readonly items: readonly Item[];
  readonly span: Span;
  readonly chosen: Item | null;
  readonly onChoose: (item: Item) => void;
}

const laneLabels: Readonly<Record<LaneName, string>> = {
  windows: 'Windows',
  presence: 'Presence',
  agents: 'Agents',
  errors: 'Errors',
};
/** More rows than anybody reads; looking closer shows the rest. */
const rowsShown = 300;

/** The same as the picture, to read and to step through: one lane at a time, in the order of time. */
export function ItemTable({ items, span, chosen, onChoose }: ItemTableProps) {
  const [lane, setLane] = useState<LaneName>('windows');
  const rows = items
    .filter((item) => item.lane === lane && touches(item, span))
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const shown = rows.slice(0, rowsShown);
  return (
    <div className="item-table" data-testid="timeline-table">
      <div className="segments" role="group" aria-label="Lane">
        {laneNames.map((name) => (
          <button
            key={name}
            type="button"
            className="segment"
            aria-pressed={name === lane}
            data-testid={`lane-${name}`}
            onClick={() => setLane(name)}
          >
            {laneLabels[name]}
          </button>
        ))}
      </div>
      {shown.length === 0 ? (
        <p className="empty">Nothing in this lane in the time shown.</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Start</th>
              <th scope="col">Length</th>
              <th scope="col">{laneLabels[lane]}</th>
              <th scope="col">Details</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((item, index) => (
              <tr key={`${item.key} ${index}`} className={item.key === chosen?.key ? 'chosen' : undefined}>
                <td className="figures">{formatSeconds(item.fromMs)}</td>
                <td className="figures">{lengthOf(item) > 0 ? formatLength(lengthOf(item)) : '–'}</td>
                <td>
                  <button
                    type="button"
                    className="link-button"
                    aria-pressed={item.key === chosen?.key}
                    onClick={() => onChoose(item)}
                  >
                    {item.title}
                  </button>
                  {item.failed && <span className="failed-mark"> failed</span>}
                </td>
                <td className="item-cell">{item.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > shown.length && (
        <p className="card-note">
          The first {rowsShown} of {rows.length}. Zoom in to see the others.
        </p>
      )}
    </div>
  );
}
