import { useSession } from '../data/session.ts';
import { useAgent } from '../data/use-agent.ts';
import { type PlaceProps } from '../main-window/places.tsx';
import { rememberSection } from '../settings/remembered-section.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ModelsCard } from './models-card.tsx';
import { RouterCard } from './router-card.tsx';
import { StateCard } from './state-card.tsx';
import { SuggestionsCard } from './suggestions-card.tsx';
import { ThreadsCard } from './threads-card.tsx';

/** What the always-on agent does, says, asks and remembers. */
export function AlwaysOn({ onGo }: PlaceProps) {
  const { store } = useSession();
  const { view, problem, wishes } = useAgent();
  if (view.state === 'loading') return <Skeleton rows={8} />;
  if (view.state === 'failed') return <ProblemNote problem={view.problem} boxed />;
  const status = view.value;

  function openSettings(): void {
    rememberSection('always-on', store);
    onGo('settings');
  }

  return (
    <>
      <StateCard status={status} wishes={wishes} problem={problem ?? view.stale} onOpenSettings={openSettings} />
      <div className="always-on-columns">
        <SuggestionsCard last={status.suggestion} wishes={wishes} />
        <ModelsCard status={status} onOpenSettings={openSettings} />
      </div>
      <ThreadsCard
        threadId={status.threadId}
        canResume={status.state !== 'off' && status.state !== 'paused'}
        wishes={wishes}
      />
      <RouterCard />
    </>
  );
}
