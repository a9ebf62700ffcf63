import { partsOf, summarise } from '../data/parts.ts';
import { type StatusView } from '../data/status-store.ts';
import { Card } from '../ui/card.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { HealthTable } from './health-table.tsx';
import { DataFolderButton } from './data-folder-button.tsx';

/** How every part of the recorder is doing. */
export function HealthCard({ view }: { view: StatusView }) {
  if (view.state === 'failed') return null;
  if (view.state === 'loading') {
    return (
      <Card title="Recorder" testId="health">
        <Skeleton rows={4} />
      </Card>
    );
  }
  const parts = partsOf(view.status);
  return (
    <Card
      title="Recorder"
      note={summarise(parts)}
      testId="health"
      aside={<DataFolderButton dataDir={view.status.dataDir} />}
    >
      <HealthTable parts={parts} />
    </Card>
  );
}
