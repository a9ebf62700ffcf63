import { type RefObject } from 'react';
import { type StatusView } from '../data/status-store.ts';
import { useActions } from '../data/use-actions.ts';
import { type DayRange, type RangeChoice } from '../format/day-range.ts';
import { Icon, Mark } from '../ui/icon.tsx';
import { PauseControl } from '../ui/pause-control.tsx';
import { RecordingLabel } from '../ui/recording-state.tsx';
import { RangePicker } from './range-picker.tsx';

interface TopBarProps {
  readonly view: StatusView;
  readonly choice: RangeChoice;
  readonly range: DayRange;
  readonly pauseButton: RefObject<HTMLButtonElement | null>;
  readonly onChoose: (choice: RangeChoice) => void;
  readonly onHelp: () => void;
}

/** Whether recording runs, which days are shown, and the controls of both. */
export function TopBar({ view, choice, range, pauseButton, onChoose, onHelp }: TopBarProps) {
  const actions = useActions();
  return (
    <header className="top-bar">
      <h1 className="top-bar-name">
        <Mark />
        Hivebar
      </h1>
      <RecordingLabel view={view} />
      <span className="spacer" />
      <RangePicker choice={choice} range={range} onChoose={onChoose} />
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
