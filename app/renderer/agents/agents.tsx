import { useMemo } from 'react';
import { useShownThread } from '../data/shown-thread.ts';
import { hasAgentEvents } from '../data/source-groups.ts';
import { useDayStart } from '../data/use-day-start.ts';
import { useNow } from '../data/use-now.ts';
import { resolveRange } from '../format/day-range.ts';
import { type PlaceProps } from '../main-window/places.tsx';
import { NoAgents } from '../ui/no-agents.tsx';
import { CorrelationCard } from './correlation-card.tsx';
import { LatencyCard } from './latency-card.tsx';
import { LocationCard } from './location-card.tsx';
import { ModelCostCard } from './model-cost-card.tsx';
import { RunsCard } from './runs-card.tsx';
import { ThreadView } from './thread-view.tsx';
import { TokenModelsCard } from './token-models-card.tsx';
import { TokensCard } from './tokens-card.tsx';
import { type RunChoices, useRunChoices, useRuns } from './use-runs.ts';

const minuteMs = 60_000;

/** What agents did, what it cost, and where it is slow; or one of their runs. */
export function Agents(props: PlaceProps) {
  const threadId = useShownThread();
  const choices = useRunChoices();
  return threadId === null ? (
    <AgentsInRange {...props} choices={choices} />
  ) : (
    <ThreadView key={threadId} threadId={threadId} />
  );
}

function AgentsInRange({ view, choice, onGo, choices }: PlaceProps & { readonly choices: RunChoices }) {
  const nowMs = useNow(minuteMs);
  const startHour = useDayStart();
  const range = useMemo(() => resolveRange(choice, nowMs, startHour), [choice, nowMs, startHour]);
  const runs = useRuns(range, choices);
  const silent = view.state === 'ready' && !hasAgentEvents(view.status);
  const hasNone = runs.answer.state === 'ready' && runs.answer.rows.length === 0 && runs.search === '';
  if (silent && hasNone) {
    return <NoAgents what="What they do, what it costs and where it is slow" onOpenSources={() => onGo('sources')} />;
  }
  return (
    <>
      <RunsCard runs={runs} />
      <div className="agents-columns">
        <ModelCostCard range={range} />
        <LocationCard range={range} />
      </div>
      <LatencyCard range={range} />
      <div className="agents-columns">
        <TokensCard range={range} />
        <TokenModelsCard range={range} />
      </div>
      <CorrelationCard range={range} />
    </>
  );
}
