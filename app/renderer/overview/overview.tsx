import { useMemo } from 'react';
import { BudgetsCard } from '../budgets/budgets-card.tsx';
import { hasAgentEvents } from '../data/source-groups.ts';
import { useDayStart } from '../data/use-day-start.ts';
import { useNow } from '../data/use-now.ts';
import { useStatus } from '../data/use-status.ts';
import { resolveRange } from '../format/day-range.ts';
import { type PlaceProps } from '../main-window/places.tsx';
import { AppMinutesCard } from './app-minutes-card.tsx';
import { CostCard } from './cost-card.tsx';
import { HealthCard } from './health-card.tsx';
import { HotspotCards } from './hotspot-cards.tsx';
import { Welcome } from '../welcome/welcome.tsx';
import { Tiles } from './tiles.tsx';
import { useAnswers } from './use-answers.ts';

const minuteMs = 60_000;

type OverviewProps = Pick<PlaceProps, 'choice' | 'onGo'>;

/** A range of days: what was done and what it cost, what fails, how the recorder is. */
export function Overview({ choice, onGo }: OverviewProps) {
  const view = useStatus();
  const nowMs = useNow(minuteMs);
  // Stable between minutes, so that a change of status does not draw the charts again.
  const startHour = useDayStart();
  const range = useMemo(() => resolveRange(choice, nowMs, startHour), [choice, nowMs, startHour]);
  const answers = useAnswers(range, nowMs);
  const silent = view.state === 'ready' && !hasAgentEvents(view.status);
  return (
    <>
      <Welcome view={view} onGo={onGo} />
      <Tiles answers={answers} range={range} nowMs={nowMs} />
      <BudgetsCard view={view} />
      <div className="overview-columns">
        <AppMinutesCard answer={answers.minutes} range={range} />
        <CostCard answer={answers.cost} range={range} onOpenSources={silent ? () => onGo('sources') : null} />
      </div>
      <HotspotCards nodes={answers.nodes} tools={answers.tools} />
      <HealthCard view={view} />
    </>
  );
}
