import { type PartHealth } from '../../contract/health.ts';
import { stateWords, summarise } from '../data/parts.ts';
import { type StatusView } from '../data/status-store.ts';
import { formatPartName } from '../format/name.ts';
import { Card } from '../ui/card.tsx';
import { LastEvent } from '../ui/part-list.tsx';
import { PartMessage } from '../ui/part-message.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';

interface SourcesCardProps {
  readonly title: string;
  readonly note: string;
  readonly testId: string;
  readonly view: StatusView;
  readonly parts: readonly PartHealth[];
}

/** Sources of one kind. A kind that has none here is not shown. */
export function SourcesCard({ title, note, testId, view, parts }: SourcesCardProps) {
  if (view.state === 'failed' || (view.state === 'ready' && parts.length === 0)) return null;
  return (
    <Card
      title={title}
      note={note}
      testId={testId}
      aside={parts.length > 0 && <span className="card-note">{summarise(parts)}</span>}
    >
      {view.state === 'loading' ? <Skeleton rows={3} /> : <SourceRows parts={parts} />}
    </Card>
  );
}

/** One row for each source: state, sentence, figures, last event. */
export function SourceRows({ parts }: { parts: readonly PartHealth[] }) {
  return (
    <ul className="source-list">
      {parts.map((part) => (
        <li
          key={part.name}
          className="source-row"
          data-testid="source-row"
          data-source={part.name}
          data-state={part.state}
        >
          <StateGlyph state={part.state} />
          <div className="source-name">
            <h3>{formatPartName(part.name)}</h3>
            <span className="source-state">{stateWords[part.state]}</span>
          </div>
          <div className="source-words">
            <PartMessage part={part} />
          </div>
          <div className="source-last">
            <LastEvent part={part} />
          </div>
        </li>
      ))}
    </ul>
  );
}
