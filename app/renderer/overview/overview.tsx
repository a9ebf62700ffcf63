import { useMemo, useRef, useState } from 'react';
import { useActions } from '../data/use-actions.ts';
import { useNow } from '../data/use-now.ts';
import { useStatus } from '../data/use-status.ts';
import { type RangeChoice, resolveRange } from '../format/day-range.ts';
import { StatusBanners } from '../ui/status-banners.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { AppMinutesCard } from './app-minutes-card.tsx';
import { CostCard } from './cost-card.tsx';
import { HealthCard } from './health-card.tsx';
import { HotspotCards } from './hotspot-cards.tsx';
import { PausedBanner } from './paused-banner.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { Tiles } from './tiles.tsx';
import { TopBar } from './top-bar.tsx';
import { useAnswers } from './use-answers.ts';

const minuteMs = 60_000;

/** The main window: a range of days, what was done and what it cost, what fails, how the recorder is. */
export function Overview() {
  const view = useStatus();
  const actions = useActions();
  const [choice, setChoice] = useState<RangeChoice>({ kind: '7days' });
  const nowMs = useNow(minuteMs);
  // Stable between minutes, so that a change of status does not draw the charts again.
  const range = useMemo(() => resolveRange(choice, nowMs), [choice, nowMs]);
  const answers = useAnswers(range, nowMs);
  const pauseButton = useRef<HTMLButtonElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  useShortcuts({
    '1': () => setChoice({ kind: 'today' }),
    '2': () => setChoice({ kind: '7days' }),
    '3': () => setChoice({ kind: '30days' }),
    p: () => pauseButton.current?.click(),
    r: actions.refresh,
    '?': () => help.current?.showModal(),
  });

  return (
    <div className="overview">
      <TopBar
        view={view}
        choice={choice}
        range={range}
        onChoose={setChoice}
        pauseButton={pauseButton}
        onHelp={() => help.current?.showModal()}
      />
      <main className="overview-body">
        <StatusBanners view={view} />
        {view.state === 'ready' && <PausedBanner status={view.status} />}
        <Tiles answers={answers} range={range} />
        <div className="overview-columns">
          <AppMinutesCard answer={answers.minutes} range={range} />
          <CostCard answer={answers.cost} range={range} />
        </div>
        <HotspotCards nodes={answers.nodes} tools={answers.tools} />
        <HealthCard view={view} />
      </main>
      <ShortcutsDialog dialog={help} />
    </div>
  );
}
