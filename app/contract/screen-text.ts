import * as v from 'valibot';
import { channel, nothing, result } from './channel.ts';

/** How screen text is set, as the switch shows it. */
export const screenTextState = v.object({
  /** Null while the settings cannot be read. */
  enabled: v.nullable(v.boolean()),
  keepDays: v.number(),
  /** Whether pictures of windows can be taken here at all. */
  available: v.boolean(),
});
export type ScreenTextState = v.InferOutput<typeof screenTextState>;

export const screenTextChannels = {
  screenText: channel('screen-text', { takes: nothing, gives: screenTextState }),
  setScreenText: channel('set-screen-text', {
    takes: v.object({ enabled: v.boolean() }),
    gives: result(screenTextState, v.string()),
  }),
} as const;
