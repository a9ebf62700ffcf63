import { type RefObject, useEffect, useRef } from 'react';
import { type PauseLength, type RecordingState } from '../../contract/health.ts';
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
  const ownRef = useRef<HTMLButtonElement>(null);
  const button = buttonRef ?? ownRef;
  const usedHere = useRef(false);

  // One button replaces the other under the hand of whoever pressed it: the focus goes along.
  useEffect(() => {
    if (usedHere.current) button.current?.focus();
    usedHere.current = false;
  }, [recording.kind, button]);

  function act(action: () => void): void {
    usedHere.current = true;
    action();
  }

  if (recording.kind === 'paused') {
    return (
      <button
        ref={button}
        type="button"
        className="button primary"
        data-testid="resume-button"
        onClick={() => act(actions.resume)}
      >
        <Icon name="play" />
        Resume
      </button>
    );
  }
  return (
    <MenuButton
      testId="pause-button"
      items={lengths}
      onChoose={(length) => act(() => actions.pause(length))}
      buttonRef={button}
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

const lengths: readonly MenuItem<PauseLength>[] = [
  { key: '15min', label: 'For 15 minutes' },
  { key: '1h', label: 'For 1 hour' },
  { key: 'tomorrow', label: 'Until tomorrow' },
  { key: 'indefinite', label: 'Until I resume' },
];
