import { type RefObject } from 'react';
import { type StatusView } from '../data/status-store.ts';
import { useActions } from '../data/use-actions.ts';
import { type RangeChoice } from '../format/day-range.ts';
import { RangePicker } from '../overview/range-picker.tsx';
import { Icon } from '../ui/icon.tsx';
import { PauseControl } from '../ui/pause-control.tsx';
import { RecordingLabel } from '../ui/recording-state.tsx';
import { type PlaceEntry } from './places.tsx';

interface TopBarProps {
  readonly view: StatusView;
  readonly entry: PlaceEntry;
  readonly choice: RangeChoice;
  readonly pauseButton: RefObject<HTMLButtonElement | null>;
  readonly onChoose: (choice: RangeChoice) => void;
  readonly onHelp: () => void;
}

/** Which page this is, whether recording runs, which days are shown, and the controls of the last two. */
export function TopBar({ view, entry, choice, pauseButton, onChoose, onHelp }: TopBarProps) {
  const actions = useActions();
  return (
    <header className="top-bar">
      <h1 className="top-bar-name">{entry.label}</h1>
      <RecordingLabel view={view} />
      <span className="spacer" />
      {entry.hasRange && <RangePicker choice={choice} onChoose={onChoose} />}
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
