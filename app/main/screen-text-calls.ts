import type { ScreenTextSwitch } from '../core/sources/screen-text/screen-text-switch.ts';
import type { CallHandlers } from './calls.ts';

/** The calls of the switch over screen text. */
export function screenTextCalls(screenText: ScreenTextSwitch): Pick<CallHandlers, 'screenText' | 'setScreenText'> {
  return {
    screenText: () => screenText.state(),
    setScreenText: ({ enabled }) => screenText.set(enabled),
  };
}
