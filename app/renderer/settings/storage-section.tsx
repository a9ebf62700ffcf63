import { type ReactNode } from 'react';
import { type RetentionGroup, type TableSpace } from '../../contract/settings-calls.ts';
import { BackupCard } from '../backup/backup-card.tsx';
import { useSession } from '../data/session.ts';
import { useLiveCall } from '../data/use-live-call.ts';
import { byteSize } from '../../contract/byte-size.ts';
import { formatCount } from '../format/number.ts';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { BackupFields } from './backup-fields.tsx';
import { RetentionField } from './retention-field.tsx';
import { useSettingsCalls } from './settings-calls.ts';
import { useSettings } from './settings-context.ts';

interface GroupWords {
  readonly group: RetentionGroup;
  readonly title: string;
  readonly what: string;
}

const groups: readonly GroupWords[] = [
  { group: 'context', title: 'Windows and presence', what: 'Which window was in front, and whether you were there.' },
  { group: 'agents', title: 'Agents', what: 'Calls of models and tools, steps of graphs, errors and latencies.' },
  { group: 'memEvents', title: 'Events for agents', what: 'What programs push and ask for: context as events.' },
  {
    group: 'traceEvents',
    title: 'Other telemetry',
    what: 'Spans and log records that are no call of a model or tool.',
  },
  {
    group: 'checkpoints',
    title: 'Checkpoints of agents',
    what: 'States that agents go on from. The newest of each graph stays, however old it is.',
  },
];

/** How long rows are kept, and the space they take now. */
export function StorageSection() {
  const calls = useSettingsCalls();
  const { view, live } = useLiveCall(calls.tableSpace, useSession().refresh);
  const tables = view.state === 'ready' ? view.value : [];
  const total = tables.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <>
      {groups.map(({ group, title, what }) => (
        <Card
          key={group}
          title={title}
          note={what}
          aside={<Space tables={tables.filter((table) => table.group === group)} />}
        >
          <RetentionField group={group} title={title} onChanged={live.refresh} />
          <SpaceView state={view}>
            <SpaceTable title={title} tables={tables.filter((table) => table.group === group)} group={group} />
          </SpaceView>
        </Card>
      ))}
      <Card
        title="Kept for good"
        note="Sums by day and hour, and prices: small, and what long comparisons are made of."
        aside={<Space tables={tables.filter((table) => table.group === null)} />}
      >
        <SpaceView state={view}>
          <SpaceTable title="Kept for good" tables={tables.filter((table) => table.group === null)} group={null} />
        </SpaceView>
      </Card>
      <BackupCard>
        <BackupFields />
      </BackupCard>
      {view.state === 'ready' && (
        <p className="setting-help" data-testid="space-total">
          {byteSize(total)} on disk in {formatCount(tables.length)} tables, besides the database’s own logs.
        </p>
      )}
    </>
  );
}

function Space({ tables }: { tables: readonly TableSpace[] }) {
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
  return tables.length > 0 && <span className="card-figure figures">{byteSize(bytes)}</span>;
}

function SpaceView({
  state,
  children,
}: {
  state: ReturnType<typeof useLiveCall<TableSpace[]>>['view'];
  children: ReactNode;
}) {
  if (state.state === 'loading') return <Skeleton rows={3} />;
  if (state.state === 'failed') return <ProblemNote problem={state.problem} />;
  return (
    <>
      {children}
      {state.stale !== null && (
        <p className="stale-note" role="status" title={state.stale.message}>
          Not up to date: {state.stale.message}
        </p>
      )}
    </>
  );
}

function SpaceTable({
  title,
  tables,
  group,
}: {
  title: string;
  tables: readonly TableSpace[];
  group: RetentionGroup | null;
}) {
  const { settings } = useSettings();
  const wanted = group === null ? null : settings.retentionDays[group];
  return (
    <table className="table space" data-testid={`space-${group ?? 'kept'}`}>
      <caption className="visually-hidden">Tables of: {title}</caption>
      <thead>
        <tr>
          <th scope="col">Table</th>
          <th scope="col" className="number">
            Rows
          </th>
          <th scope="col" className="number">
            On disk
          </th>
          <th scope="col" className="number">
            Oldest day
          </th>
          <th scope="col" className="number">
            Kept
          </th>
        </tr>
      </thead>
      <tbody>
        {tables.map(({ table, rows, bytes, oldestDay, keptDays }) => (
          <tr key={table} data-table={table}>
            <th scope="row">
              <code>{table}</code>
            </th>
            <td className="number figures">{formatCount(rows)}</td>
            <td className="number figures">{byteSize(bytes)}</td>
            <td className="number figures">{oldestDay ?? '–'}</td>
            <td className="number figures">{keptWords(keptDays, wanted)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the database does now; it follows the setting within seconds. */
function keptWords(keptDays: number | null, wanted: number | null): string {
  if (keptDays === null) return wanted === null ? 'for good' : `${wanted} days`;
  return wanted !== null && wanted !== keptDays ? `${keptDays} days, changing` : `${keptDays} days`;
}
