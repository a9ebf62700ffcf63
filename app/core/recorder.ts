import { join } from 'node:path';
import type { Stop } from '../contract/lifecycle.ts';
import { type Result, fail, ok } from '../contract/result.ts';
import { keepDemoData } from './demo/keep-demo-data.ts';
import type { Host } from './host.ts';
import type { Pause } from './pause.ts';
import type { Recorder } from './recorder-face.ts';
import { type Parts, RunningRecorder } from './running-recorder.ts';
import { readSettings, watchSettings } from './settings-file.ts';
import { startPersonRecording } from './sources/person-recording.ts';
import { systemWindows } from './sources/window/system-windows.ts';
import { openStore } from './store.ts';

export interface RecorderOptions {
  /** Show generated data instead of recording; the data directory then holds nothing else. */
  readonly demo?: boolean;
}

/** Starts everything in the background; the returned recorder says at any moment how far it is. */
export function startRecorder(host: Host, { demo = false }: RecorderOptions = {}): Recorder {
  return new RunningRecorder(host, demo, (pause, onChange, stops) => build({ host, demo, pause, onChange, stops }));
}

/**
 * Database, then writer (both in the store), then sources. Each part that starts puts its stop onto `stops`, which are
 * called in reverse. The error is for the person: why nothing can be recorded, and what to do.
 */
async function build({
  host,
  demo,
  pause,
  onChange,
  stops,
}: {
  host: Host;
  demo: boolean;
  pause: Pause;
  onChange: () => void;
  stops: Stop[];
}): Promise<Result<Parts, string>> {
  const { clock, log, paths, power } = host;
  const settings = await readSettings(paths.dataDir);
  if (!settings.ok) return settings;

  const store = await openStore(host, settings.value, onChange);
  if (!store.ok) return store;
  stops.push(store.value.stop);
  if (demo) {
    const problem = await keepDemoData(host, store.value);
    return problem === undefined ? ok({ store: store.value, person: undefined, sources: () => [] }) : fail(problem);
  }

  const person = startPersonRecording({
    clock,
    power,
    log,
    sink: store.value.sink,
    windows: systemWindows(host),
    settings: settings.value,
    journalPath: join(paths.dataDir, 'open-segment.jsonl'),
    paused: pause.state().kind === 'paused',
    onChange,
  });
  stops.push(() => person.stop());
  const watch = watchSettings({
    dataDir: paths.dataDir,
    clock,
    current: settings.value,
    onChange: ({ privacy }) => person.applyPrivacy(privacy),
  });
  stops.push(watch.stop);
  return ok({ store: store.value, person, sources: () => [...person.health(), ...watch.health()] });
}
