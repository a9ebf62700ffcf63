import { useRef, useState } from 'react';
import { useActions } from '../data/use-actions.ts';
import { useStatus } from '../data/use-status.ts';
import { type RangeChoice } from '../format/day-range.ts';
import { Overview } from '../overview/overview.tsx';
import { Sources } from '../sources/sources.tsx';
import { PausedBanner } from '../ui/paused-banner.tsx';
import { StatusBanners } from '../ui/status-banners.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { TopBar } from './top-bar.tsx';
import { usePlace } from './use-place.ts';

/** The main window: the state of the recorder above, one of its pages below. */
export function MainWindow() {
  const view = useStatus();
  const actions = useActions();
  const [place, setPlace] = usePlace();
  const [choice, setChoice] = useState<RangeChoice>({ kind: '7days' });
  const pauseButton = useRef<HTMLButtonElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const showDays = (kind: 'today' | '7days' | '30days') => () => {
    setChoice({ kind });
    setPlace('overview');
  };
  useShortcuts({
    '1': showDays('today'),
    '2': showDays('7days'),
    '3': showDays('30days'),
    'g o': () => setPlace('overview'),
    'g s': () => setPlace('sources'),
    p: () => pauseButton.current?.click(),
    r: actions.refresh,
    '?': () => help.current?.showModal(),
  });

  return (
    <div className="main-window">
      <TopBar
        view={view}
        place={place}
        choice={choice}
        onGo={setPlace}
        onChoose={setChoice}
        pauseButton={pauseButton}
        onHelp={() => help.current?.showModal()}
      />
      <main key={place} className={`page-body ${place}`} data-testid={`page-${place}`}>
        <StatusBanners view={view} />
        {view.state === 'ready' && <PausedBanner status={view.status} />}
        {place === 'overview' ? (
          <Overview choice={choice} onOpenSources={() => setPlace('sources')} />
        ) : (
          <Sources view={view} />
        )}
      </main>
      <ShortcutsDialog dialog={help} />
    </div>
  );
}
