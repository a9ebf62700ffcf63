import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettings, type Settings } from '../../../contract/settings.ts';
import { type PersonRecording, startPersonRecording } from '../person-recording.ts';
import { FakeClock, settled } from './fake-clock.ts';
import { FakeDesk, RowList } from './fake-desk.ts';

export interface RecordedDay {
  readonly clock: FakeClock;
  readonly desk: FakeDesk;
  readonly sink: RowList;
  readonly journalPath: string;
  readonly logged: string[];
  recording: PersonRecording;
  /** Starts again on the same journal, as after a crash: the recording before is abandoned where it stands. */
  restart(): Promise<void>;
}

export interface DayOptions {
  readonly start?: string;
  readonly zone?: string;
  readonly privacy?: Partial<Settings['privacy']>;
  readonly recording?: Partial<Settings['recording']>;
  readonly announcesChanges?: boolean;
  readonly paused?: boolean;
}

const openEnds: (() => Promise<void>)[] = [];

/** Stops every recording and removes its files; belongs into `afterEach` of whoever calls `recordDay`. */
export async function endDays(): Promise<void> {
  for (const end of openEnds.splice(0)) await end();
}

/** A recording of a fake desk, from 09:00 UTC unless told otherwise. */
export async function recordDay(options: DayOptions = {}): Promise<RecordedDay> {
  const directory = mkdtempSync(join(tmpdir(), 'hivebar-recording-'));
  const clock = new FakeClock(options.start ?? '2026-03-02T09:00:00Z');
  clock.zone = options.zone ?? 'UTC';
  const desk = new FakeDesk(clock, options.announcesChanges ?? true);
  const sink = new RowList();
  const journalPath = join(directory, 'open-segment.jsonl');
  const logged: string[] = [];
  const defaults = defaultSettings();
  const start = (): PersonRecording =>
    startPersonRecording({
      clock,
      power: desk,
      log: (level, message, facts) => logged.push(JSON.stringify({ level, message, facts })),
      windows: desk.backend,
      sink,
      settings: {
        privacy: { ...defaults.privacy, ...options.privacy },
        recording: { ...defaults.recording, ...options.recording },
      },
      journalPath,
      paused: options.paused ?? false,
    });
  const day: RecordedDay = {
    clock,
    desk,
    sink,
    journalPath,
    logged,
    recording: start(),
    restart: async () => {
      day.recording = start();
      await settled();
    },
  };
  openEnds.push(async () => {
    await day.recording.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  await settled();
  return day;
}
