import { hasAgentEvents, groupSources } from '../data/source-groups.ts';
import { useSession } from '../data/session.ts';
import { type StatusView } from '../data/status-store.ts';
import { useLiveCall } from '../data/use-live-call.ts';
import { isFirstRun } from './agent-words.ts';
import { AgentsCard } from './agents-card.tsx';
import { ContentCard } from './content-card.tsx';
import { FirstSteps } from './first-steps.tsx';
import { ProgramsCard } from './programs-card.tsx';
import { SourcesCard } from './sources-card.tsx';

/** Where everything comes from: agents with their settings and past, other programs, the person's own machine. */
export function Sources({ view }: { view: StatusView }) {
  const { calls, refresh, clock } = useSession();
  const connections = useLiveCall(calls.connections, refresh);
  const endpoints = useLiveCall(calls.endpoints, refresh);
  const imports = useLiveCall(calls.imports, clock);
  const status = view.state === 'ready' ? view.status : null;
  const groups = status === null ? null : groupSources(status);
  const heard = status !== null && hasAgentEvents(status);
  const known = connections.view.state === 'ready' ? connections.view.value : null;
  return (
    <>
      {known !== null && status !== null && !status.demo && isFirstRun(known, heard) && <FirstSteps />}
      <AgentsCard
        connections={connections.view}
        imports={imports.view}
        parts={groups?.agents ?? new Map()}
        demo={status?.demo === true}
        onConnectionsChanged={connections.live.refresh}
        onImportsChanged={imports.live.refresh}
      />
      <ContentCard
        endpoints={endpoints.view}
        onChanged={(changed) => {
          endpoints.live.take(changed);
          connections.live.refresh();
        }}
      />
      <ProgramsCard endpoints={endpoints.view} programs={groups?.programs ?? []} />
      <SourcesCard
        title="Ways in"
        note="How agents and other programs reach Hivebar"
        testId="doors"
        view={view}
        parts={groups?.doors ?? []}
      />
      <SourcesCard
        title="This computer"
        note="What records you, not your agents"
        testId="person-sources"
        view={view}
        parts={groups?.person ?? []}
      />
    </>
  );
}
