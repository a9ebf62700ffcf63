import { type RefObject } from 'react';
import { type MainPlace } from '../../contract/ipc.ts';
import { type StatusView } from '../data/status-store.ts';
import { useActions } from '../data/use-actions.ts';
import { type RangeChoice } from '../format/day-range.ts';
import { RangePicker } from '../overview/range-picker.tsx';
import { Icon, Mark } from '../ui/icon.tsx';
import { PauseControl } from '../ui/pause-control.tsx';
import { RecordingLabel } from '../ui/recording-state.tsx';

interface TopBarProps {
  readonly view: StatusView;
  readonly place: MainPlace;
  readonly choice: RangeChoice;
  readonly pauseButton: RefObject<HTMLButtonElement | null>;
  readonly onGo: (place: MainPlace) => void;
  readonly onChoose: (choice: RangeChoice) => void;
  readonly onHelp: () => void;
}

/** Whether recording runs, which page and which days are shown, and the controls of all three. */
export function TopBar({ view, place, choice, pauseButton, onGo, onChoose, onHelp }: TopBarProps) {
  const actions = useActions();
  return (
    <header className="top-bar">
      <h1 className="top-bar-name">
        <Mark />
        <span className="top-bar-word">Hivebar</span>
      </h1>
      <Places place={place} onGo={onGo} />
      <RecordingLabel view={view} />
      <span className="spacer" />
      {place === 'overview' && <RangePicker choice={choice} onChoose={onChoose} />}
      {view.state === 'ready' && <PauseControl recording={view.status.recording} buttonRef={pauseButton} />}
      <button
        type="button"
        className="icon-button"
        aria-label="Refresh"
        title="Refresh (R)"
        data-testid="refresh"
        onClick={actions.refresh}
      >
        <Icon name="refresh" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        onClick={onHelp}
      >
        <Icon name="keyboard" />
      </button>
    </header>
  );
}

const places: readonly { readonly place: MainPlace; readonly label: string; readonly keys: string }[] = [
  { place: 'overview', label: 'Overview', keys: 'G O' },
  { place: 'sources', label: 'Sources', keys: 'G S' },
];

function Places({ place, onGo }: Pick<TopBarProps, 'place' | 'onGo'>) {
  return (
    <nav className="places" aria-label="Pages">
      {places.map((item) => (
        <button
          key={item.place}
          type="button"
          className="place"
          aria-current={item.place === place ? 'page' : undefined}
          title={`${item.label} (${item.keys})`}
          data-testid={`go-${item.place}`}
          onClick={() => onGo(item.place)}
        >
          {item.label}
        </button>
      ))}
    </nav>
  );
}
