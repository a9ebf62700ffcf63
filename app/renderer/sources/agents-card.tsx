import { useState } from 'react';
import { type Connection, type ConnectionChange } from '../../contract/connect.ts';
import { type AgentName, type ImportProgress } from '../../contract/imports.ts';
import { type PartHealth } from '../../contract/health.ts';
import { type LiveView } from '../data/live-view.ts';
import { describeProblem } from '../data/problem.ts';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AgentRow } from './agent-row.tsx';
import { ChangeDialog } from './change-dialog.tsx';

interface AgentsCardProps {
  readonly connections: LiveView<readonly Connection[]>;
  readonly imports: LiveView<readonly ImportProgress[]>;
  readonly parts: ReadonlyMap<AgentName, PartHealth>;
  /** Generated data: nothing of this machine is changed or read. */
  readonly demo: boolean;
  readonly onConnectionsChanged: () => void;
  readonly onImportsChanged: () => void;
}

interface OpenChange {
  readonly agent: AgentName;
  readonly change: ConnectionChange;
}

/** The agents that Hivebar can connect, with their health and their past. */
export function AgentsCard(props: AgentsCardProps) {
  const { connections, imports, parts, demo, onConnectionsChanged, onImportsChanged } = props;
  const [open, setOpen] = useState<OpenChange | null>(null);
  return (
    <Card
      title="Agents"
      note={
        demo ? 'In a demo, agents are neither connected nor imported.' : 'Connected through their own settings files'
      }
      testId="agents"
    >
      {connections.state === 'loading' && <Skeleton rows={6} />}
      {connections.state === 'failed' && <ProblemNote problem={connections.problem} />}
      {connections.state === 'ready' && (
        <ul className="agent-list">
          {connections.value.map((connection) => (
            <AgentRow
              key={connection.agent}
              connection={connection}
              part={parts.get(connection.agent)}
              progress={progressOf(imports, connection.agent)}
              frozen={demo}
              onChange={(change) => setOpen({ agent: connection.agent, change })}
              onImportsChanged={onImportsChanged}
            />
          ))}
        </ul>
      )}
      {connections.state === 'ready' && connections.stale !== null && (
        <p className="stale-note" role="status" title={connections.stale.message}>
          Not up to date: {describeProblem(connections.stale).heading.toLowerCase()}. Trying again.
        </p>
      )}
      {open !== null && (
        <ChangeDialog
          agent={open.agent}
          change={open.change}
          onMade={onConnectionsChanged}
          onClose={() => setOpen(null)}
        />
      )}
    </Card>
  );
}

function progressOf(imports: LiveView<readonly ImportProgress[]>, agent: AgentName): ImportProgress | undefined {
  return imports.state === 'ready' ? imports.value.find((progress) => progress.agent === agent) : undefined;
}
