import type { PartHealth } from '../../../contract/health.ts';
import type { RowOutbox } from '../row-outbox.ts';

export interface ScreenTextCounters {
  pictures: number;
  /** Texts that were stored. */
  texts: number;
  /** Windows of which no picture was taken, because they may be private or their rules cannot be checked. */
  withheld: number;
  /** Pictures dropped unread, because the window had changed or the rules did. */
  discarded: number;
  /** The same text as the last time in that window. */
  unchanged: number;
  without_text: number;
  /** Time spent recognising, of one core. */
  recognising_ms: number;
  errors: number;
}

export const noCounts: Readonly<ScreenTextCounters> = {
  pictures: 0,
  texts: 0,
  withheld: 0,
  discarded: 0,
  unchanged: 0,
  without_text: 0,
  recognising_ms: 0,
  errors: 0,
};

export interface ScreenTextFacts {
  readonly counters: Readonly<ScreenTextCounters>;
  readonly outbox: RowOutbox;
  readonly canTakePictures: boolean;
  readonly isPermitted: boolean;
  readonly isPaused: boolean;
  readonly problem: string | undefined;
  /** How many pictures in a row came to nothing. */
  readonly failures: number;
  readonly lastTextMs: number | null;
}

/** One picture that fails is no reason for alarm. */
const alarmingFailures = 3;

/** The state of screen text, worst news first. */
export function screenTextHealth(facts: ScreenTextFacts): PartHealth {
  const { outbox, counters, problem } = facts;
  const common = {
    name: 'screen-text',
    lastEventMs: facts.lastTextMs,
    counters: { ...counters, waiting: outbox.pending().length, lost: outbox.counters.lost },
  };
  if (!facts.canTakePictures) {
    return {
      ...common,
      state: 'unavailable',
      message: 'Screen text is on, but only the app can take pictures of windows: it is not read here.',
    };
  }
  if (!facts.isPermitted) {
    return {
      ...common,
      state: 'degraded',
      message: 'Screen text is on, but macOS lets Hivebar take no pictures of windows: allow Screen Recording.',
      permission: 'screen-recording',
    };
  }
  if (facts.isPaused) return { ...common, state: 'paused', message: 'Paused: no text is read from the screen.' };
  if (problem !== undefined) {
    return {
      ...common,
      state: facts.failures < alarmingFailures ? 'degraded' : 'failing',
      message: `${problem} Tried again at the next window, after a minute.`,
    };
  }
  const refusal = outbox.lastRefusal();
  if (refusal !== undefined && outbox.pending().length > 0) {
    return {
      ...common,
      state: 'degraded',
      message: `${outbox.pending().length} texts wait to be stored: ${refusal.message}`,
    };
  }
  return { ...common, state: 'ok', message: 'The text of the window in front is read after a change of window.' };
}
