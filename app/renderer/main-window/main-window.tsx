import { useRef, useState } from 'react';
import { type MainPlace } from '../../contract/ipc.ts';
import { useActions } from '../data/use-actions.ts';
import { useStatus } from '../data/use-status.ts';
import { type RangeChoice } from '../format/day-range.ts';
import { KeysDialog } from '../ui/keys-dialog.tsx';
import { PausedBanner } from '../ui/paused-banner.tsx';
import { StatusBanners } from '../ui/status-banners.tsx';
import { useSettingsKey } from '../settings/use-settings-key.ts';
import { type Shortcuts, useShortcuts } from '../ui/use-shortcuts.ts';
import { WorkStrip } from '../ui/work-strip.tsx';
import { entryOf, places } from './places.tsx';
import { SideBar } from './side-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { usePlace } from './use-place.ts';
import { windowKeys } from './window-keys.ts';

/** The main window: its pages at the side, the state of the recorder above, one of the pages below. */
export function MainWindow() {
  const view = useStatus();
  const actions = useActions();
  const [place, setPlace] = usePlace();
  const [choice, setChoice] = useState<RangeChoice>({ kind: '7days' });
  const pauseButton = useRef<HTMLButtonElement>(null);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const entry = entryOf(place);
  const showDays = (kind: 'today' | '7days' | '30days') => () => {
    setChoice({ kind });
    if (!entry.hasRange) setPlace('overview');
  };
  useSettingsKey(() => setPlace('settings'));
  useShortcuts({
    '1': showDays('today'),
    '2': showDays('7days'),
    '3': showDays('30days'),
    ...placeShortcuts(setPlace),
    '/': () => setPlace('search'),
    p: () => pauseButton.current?.click(),
    r: actions.refresh,
    '?': () => setIsHelpOpen(true),
  });

  return (
    <div className="main-window">
      <SideBar place={place} onGo={setPlace} />
      <div className="main-column">
        <TopBar
          view={view}
          entry={entry}
          choice={choice}
          onChoose={setChoice}
          pauseButton={pauseButton}
          onHelp={() => setIsHelpOpen(true)}
        />
        <WorkStrip />
        <main key={place} className={`page-body ${place}`} data-testid={`page-${place}`}>
          <StatusBanners view={view} />
          {view.state === 'ready' && <PausedBanner status={view.status} />}
          <entry.Page view={view} choice={choice} onGo={setPlace} />
        </main>
      </div>
      {isHelpOpen && (
        <KeysDialog
          title="Keyboard shortcuts"
          lines={windowKeys}
          testId="shortcuts"
          onClose={() => setIsHelpOpen(false)}
        />
      )}
    </div>
  );
}

function placeShortcuts(go: (place: MainPlace) => void): Shortcuts {
  return Object.fromEntries(places.map(({ key, place }) => [`g ${key}`, () => go(place)]));
}
