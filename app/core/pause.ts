import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type PauseLength, type RecordingState, recordingState } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import { unreachable } from '../contract/result.ts';
import { writePrivateFile } from './private-file.ts';
import type { Clock, Log } from './host.ts';
import { nextDayStart } from './local-day.ts';
import { oneAtATime } from './one-at-a-time.ts';

const storedPause = v.object({ version: v.literal(1), state: recordingState });

/** How often a pause looks whether its end has come: a timer alone would be late after the machine slept. */
const lookMs = 1_000;

/** Whether the person is being recorded, kept in `pause.json` so that a pause outlives a restart. */
export interface Pause {
  state(): RecordingState;
  pause(length: PauseLength): Promise<void>;
  resume(): Promise<void>;
  stop: Stop;
}

/**
 * Reads what was stored and watches for the end of a pause. A file that cannot be understood counts as paused until
 * the person resumes: recording someone who asked not to be recorded is the worse mistake.
 */
export async function openPause(deps: {
  dataDir: string;
  clock: Clock;
  log: Log;
  /** The local hour at which the person's day begins. */
  dayStartHour: () => number;
  onChange: (state: RecordingState) => void;
}): Promise<Pause> {
  const { clock, log, onChange } = deps;
  const path = join(deps.dataDir, 'pause.json');
  let state = await readStored(path, clock, log);

  /** One write after the other, so that the file ends as the last change left it. */
  const inTurn = oneAtATime();

  function change(next: RecordingState): Promise<void> {
    state = next;
    onChange(next);
    const write = () => writePrivateFile(path, `${JSON.stringify({ version: 1, state: next })}\n`);
    return inTurn(write);
  }

  const stopLooking = clock.every(lookMs, () => {
    if (state.kind !== 'paused' || state.untilMs === null || clock.now() < state.untilMs) return;
    change({ kind: 'recording' }).catch((error: unknown) => {
      log('error', 'The end of the pause could not be stored; it is in force all the same', { reason: String(error) });
    });
  });

  function endOf(length: PauseLength): number | null {
    switch (length) {
      case '15min':
        return clock.now() + 15 * 60_000;
      case '1h':
        return clock.now() + 60 * 60_000;
      case 'tomorrow':
        return nextDayStart(clock.now(), clock.timeZone(), deps.dayStartHour());
      case 'indefinite':
        return null;
      default:
        return unreachable(length);
    }
  }

  return {
    state: () => state,
    pause: (length) => change({ kind: 'paused', sinceMs: clock.now(), untilMs: endOf(length) }),
    resume: () => change({ kind: 'recording' }),
    stop: async () => {
      await stopLooking();
      await inTurn(() => Promise.resolve());
    },
  };
}

/** Since when the person has paused; undefined while recording. */
export function pausedSinceMs(pause: Pause): number | undefined {
  const state = pause.state();
  return state.kind === 'paused' ? state.sinceMs : undefined;
}

async function readStored(path: string, clock: Clock, log: Log): Promise<RecordingState> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'recording' };
    log('error', 'pause.json cannot be read: staying paused until resumed', { reason: String(error) });
    return { kind: 'paused', sinceMs: clock.now(), untilMs: null };
  }
  const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), storedPause), text);
  if (stored.success) return stored.output.state;
  log('error', 'pause.json is damaged: staying paused until resumed');
  return { kind: 'paused', sinceMs: clock.now(), untilMs: null };
}
