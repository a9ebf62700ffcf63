import { useMemo, useState } from 'react';
import { hasAgentEvents } from '../data/source-groups.ts';
import { useDayStart } from '../data/use-day-start.ts';
import { useNow } from '../data/use-now.ts';
import { useQuestion } from '../data/use-question.ts';
import { resolveRange } from '../format/day-range.ts';
import { type PlaceProps } from '../main-window/places.tsx';
import { NoAgents } from '../ui/no-agents.tsx';
import { ErrorFilter } from './error-filter.tsx';
import { MessagesCard } from './messages-card.tsx';
import { type FailingPlace, type PlaceFilter, trendParts } from './places.ts';
import { PlacesCard } from './places-card.tsx';
import { FailuresCard } from './failures-card.tsx';

const minuteMs = 60_000;
const placesAtMost = 500;

/** What fails: how often over time, where, and with which words. */
export function Errors({ view, choice, onGo }: PlaceProps) {
  const nowMs = useNow(minuteMs);
  const startHour = useDayStart();
  const range = useMemo(() => resolveRange(choice, nowMs, startHour), [choice, nowMs, startHour]);
  const [filter, setFilter] = useState<PlaceFilter>({ kind: 'all', search: '' });
  const [selected, setSelected] = useState<FailingPlace | null>(null);
  const moments = { from_ms: range.fromMs, to_ms: range.toMs };
  const rates = useQuestion('error-rate-by-kind', moments);
  const places = useQuestion('error-places', { ...moments, limit: placesAtMost });
  const trends = useQuestion('error-place-trend', { ...moments, parts: trendParts });
  const silent = view.state === 'ready' && !hasAgentEvents(view.status);
  if (silent && rates.state === 'ready' && rates.rows.length === 0) {
    return <NoAgents what="What fails, how often and why" onOpenSources={() => onGo('sources')} />;
  }
  return (
    <>
      <ErrorFilter filter={filter} onChange={setFilter} />
      <FailuresCard answer={rates} range={range} kind={filter.kind} />
      <PlacesCard places={places} trends={trends} filter={filter} selected={selected} onSelect={setSelected} />
      {selected !== null && (
        <MessagesCard key={selected.key} place={selected} range={range} onClose={() => setSelected(null)} onGo={onGo} />
      )}
    </>
  );
}
