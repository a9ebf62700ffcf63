import { useRef } from 'react';
import { useActions } from '../data/use-actions.ts';
import { useStatus } from '../data/use-status.ts';
import { PauseControl } from '../ui/pause-control.tsx';
import { RecordingLabel } from '../ui/recording-state.tsx';
import { StatusBanners } from '../ui/status-banners.tsx';
import { Mark } from '../ui/icon.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { AgentSection } from './agent-section.tsx';
import { CostSection } from './cost-section.tsx';
import { FailingSection } from './failing-section.tsx';
import { Footer } from './footer.tsx';
import { NowSection } from './now-section.tsx';
import { PartsSection } from './parts-section.tsx';
import { TodaySection } from './today-section.tsx';

/** What the menu bar opens: how it is going now and today. */
export function Popover() {
  const view = useStatus();
  const pauseButton = useRef<HTMLButtonElement>(null);
  const actions = useActions();
  useShortcuts({
    Escape: closeWindow,
    p: () => pauseButton.current?.click(),
    o: () => actions.openPlace('overview'),
    s: () => actions.openPlace('sources'),
    ',': () => actions.openPlace('settings'),
  });
  return (
    <div className="popover">
      <header className="popover-head">
        <h1 className="visually-hidden">Hivebar</h1>
        <Mark />
        <RecordingLabel view={view} />
        {view.state === 'ready' && <PauseControl recording={view.status.recording} buttonRef={pauseButton} />}
      </header>
      <main className="popover-body">
        <StatusBanners view={view} />
        <NowSection view={view} />
        <TodaySection />
        <CostSection />
        <FailingSection />
        <AgentSection />
        <PartsSection view={view} />
      </main>
      <Footer />
    </div>
  );
}

function closeWindow(): void {
  window.close();
}
