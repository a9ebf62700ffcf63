import { useSession } from '../data/session.ts';
import { useLiveCall } from '../data/use-live-call.ts';
import { Address, Ways } from '../sources/programs-card.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useSettingsCalls } from './settings-calls.ts';

/** Where other programs send to, ready to be copied. */
export function EndpointsSection() {
  const { calls, refresh } = useSession();
  const own = useSettingsCalls();
  const endpoints = useLiveCall(calls.endpoints, refresh).view;
  const facts = useLiveCall(own.appFacts, refresh).view;
  return (
    <Card title="Endpoints" note="Open to programs of this machine alone" testId="endpoints">
      {endpoints.state === 'loading' && <Skeleton rows={5} />}
      {endpoints.state === 'failed' && <ProblemNote problem={endpoints.problem} />}
      {endpoints.state === 'ready' && (
        <Ways endpoints={endpoints.value}>
          {facts.state === 'ready' && (
            <Address
              name="For libseqch: where everything is found"
              address={facts.value.runtimeFile}
              testId="runtime-file"
            />
          )}
        </Ways>
      )}
    </Card>
  );
}
