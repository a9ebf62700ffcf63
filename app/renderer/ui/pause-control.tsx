import { type RefObject } from 'react';
import { type PauseLength, type RecordingState } from '../../contract/health.ts';
import { type Actions } from '../data/session.ts';
import { useActions } from '../data/use-actions.ts';
import { Icon } from './icon.tsx';
import { MenuButton, type MenuItem } from './menu.tsx';

interface PauseControlProps {
  readonly recording: RecordingState;
  readonly buttonRef?: RefObject<HTMLButtonElement | null>;
}

/** Pauses recording for a while, or ends the pause. */
export function PauseControl({ recording, buttonRef }: PauseControlProps) {
  const actions = useActions();
  if (recording.kind === 'paused') {
    return (
      <button
        ref={buttonRef}
        type="button"
        className="button primary"
        data-testid="resume-button"
        onClick={actions.resume}
      >
        <Icon name="play" />
        Resume
      </button>
    );
  }
  return (
    <MenuButton
      testId="pause-button"
      items={pauseItems(actions)}
      {...(buttonRef === undefined ? {} : { buttonRef })}
      label={
        <>
          <Icon name="pause" />
          Pause
          <Icon name="chevron" />
        </>
      }
    />
  );
}

const lengths: readonly { readonly length: PauseLength; readonly label: string }[] = [
  { length: '15min', label: 'For 15 minutes' },
  { length: '1h', label: 'For 1 hour' },
  { length: 'tomorrow', label: 'Until tomorrow' },
  { length: 'indefinite', label: 'Until I resume' },
];

function pauseItems(actions: Actions): MenuItem[] {
  return lengths.map(({ length, label }) => ({ key: length, label, choose: () => actions.pause(length) }));
}
