import type { GlobalShortcut } from 'electron';
import { isShortcut } from '../contract/shortcut.ts';
import type { ShortcutState } from '../contract/settings-calls.ts';
import type { Log } from '../core/host.ts';

/** The keys that open the popover from any application. */
export interface PopoverShortcut {
  /** Follows the setting; empty for none. */
  set(keys: string): void;
  state(): ShortcutState;
}

/** Only one program can have a combination: whoever asks first. One that is taken is asked for again at each change. */
export function popoverShortcut(
  system: Pick<GlobalShortcut, 'register' | 'unregister'>,
  onPress: () => void,
  log: Log,
): PopoverShortcut {
  let held = '';
  let state: ShortcutState = 'none';

  function take(keys: string): ShortcutState {
    if (keys === '') return 'none';
    if (!isShortcut(keys)) return 'invalid';
    if (!system.register(keys, onPress)) return 'taken';
    held = keys;
    return 'working';
  }

  return {
    set(keys) {
      if (keys === held && state === 'working') return;
      if (held !== '') system.unregister(held);
      held = '';
      state = take(keys);
      if (state === 'taken' || state === 'invalid') log('warn', 'The keys for the popover cannot be used', { state });
    },
    state: () => state,
  };
}
