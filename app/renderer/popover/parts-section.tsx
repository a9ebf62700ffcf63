import { partsOf, summarise } from '../data/parts.ts';
import { type StatusView } from '../data/status-store.ts';
import { PartList } from '../ui/part-list.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Section } from './section.tsx';

/** How database, writer and sources are doing. */
export function PartsSection({ view }: { view: StatusView }) {
  if (view.state === 'failed') return null;
  const parts = view.state === 'ready' ? partsOf(view.status) : null;
  return (
    <Section
      title="Recorder"
      testId="parts"
      detail="recorder"
      aside={parts !== null && <span className="card-note">{summarise(parts)}</span>}
    >
      {parts === null ? <Skeleton rows={4} /> : <PartList parts={parts} />}
    </Section>
  );
}
