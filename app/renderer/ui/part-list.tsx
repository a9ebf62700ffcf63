import { useState } from 'react';
import { type PartHealth } from '../../contract/health.ts';
import { hasEvents, stateWords } from '../data/parts.ts';
import { useNow } from '../data/use-now.ts';
import { formatAgo } from '../format/duration.ts';
import { formatPartName } from '../format/name.ts';
import { formatMoment } from '../format/time.ts';
import { PartMessage } from './part-message.tsx';
import { StateGlyph } from './state-glyph.tsx';

/** Every part with its state; a row opens to its sentence and counters, a part in trouble stands open. */
export function PartList({ parts }: { parts: readonly PartHealth[] }) {
  return (
    <ul className="part-list" aria-label="Parts of the recorder">
      {parts.map((part) => (
        <PartRow key={part.name} part={part} />
      ))}
    </ul>
  );
}

function PartRow({ part }: { part: PartHealth }) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? (part.state === 'failing' || part.state === 'degraded' || part.state === 'stopped');
  return (
    <li className="part-row" data-testid="source-row" data-source={part.name} data-state={part.state}>
      <button
        type="button"
        className="part-button"
        aria-expanded={open}
        title={part.message}
        onClick={() => setChosen(!open)}
      >
        <StateGlyph state={part.state} />
        <span className="part-name">{formatPartName(part.name)}</span>
        <span className="part-state">{stateWords[part.state]}</span>
        <LastEvent part={part} />
      </button>
      {open && (
        <div className="part-more">
          <PartMessage part={part} />
        </div>
      )}
    </li>
  );
}

/** When the part last had something. */
export function LastEvent({ part }: { part: PartHealth }) {
  const nowMs = useNow();
  if (part.lastEventMs === null) return <span className="part-last">{hasEvents(part) && 'no events yet'}</span>;
  return (
    <time
      className="part-last figures"
      dateTime={new Date(part.lastEventMs).toISOString()}
      title={formatMoment(part.lastEventMs)}
    >
      {formatAgo(nowMs - part.lastEventMs)}
    </time>
  );
}
