import { join } from 'node:path';
import { type Result, fail, ok } from '../contract/result.ts';
import type { Settings } from '../contract/settings.ts';
import { keepDemoData } from './demo/keep-demo-data.ts';
import { forgettingIn } from './forget/forgetting-in.ts';
import type { Host } from './host.ts';
import { startJobs } from './jobs.ts';
import type { Pause } from './pause.ts';
import { createPriceList } from './prices/price-list.ts';
import type { Recorder } from './recorder-face.ts';
import { type BuildDeps, type Parts, RunningRecorder } from './running-recorder.ts';
import { readSettings, watchSettings } from './settings-file.ts';
import { startAgentRecording } from './sources/agents/agent-recording.ts';
import { startPersonRecording } from './sources/person-recording.ts';
import { recognitionThreadFile } from './sources/screen-text/ocr-folder.ts';
import { createRecogniser } from './sources/screen-text/recogniser.ts';
import { type ScreenTextSource, startScreenText } from './sources/screen-text/screen-text-source.ts';
import { systemWindows } from './sources/window/system-windows.ts';
import { openStore } from './store.ts';

export interface RecorderOptions {
  /** Show generated data instead of recording; the data directory then holds nothing else. */
  readonly demo?: boolean;
}

/** Starts everything in the background; the returned recorder says at any moment how far it is. */
export function startRecorder(host: Host, { demo = false }: RecorderOptions = {}): Recorder {
  return new RunningRecorder(host, demo, (deps) => build({ host, demo, ...deps }));
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
  connections,
  settingsChanged,
  work,
}: BuildDeps & { readonly host: Host; readonly demo: boolean }): Promise<Result<Parts, string>> {
  const { clock, log, paths, power } = host;
  const settings = await readSettings(paths.dataDir);
  if (!settings.ok) return settings;

  const store = await openStore(host, settings.value, onChange);
  if (!store.ok) return store;
  stops.push(store.value.stop);
  let current = settings.value;
  const prices = createPriceList({ own: () => current.prices });
  const jobs = await startJobs({ host, settings: current, store: store.value, prices, work, onChange });
  stops.push(jobs.stop);
  const followFile = (apply: (changed: Settings) => void) => {
    const watch = watchSettings({
      dataDir: paths.dataDir,
      clock,
      current,
      onChange: (changed) => {
        current = changed;
        jobs.applySettings(changed);
        apply(changed);
        store.value.applyRetention(changed);
        settingsChanged(changed);
      },
    });
    stops.push(watch.stop);
    return watch;
  };
  if (demo) {
    const problem = await keepDemoData(host, store.value);
    if (problem !== undefined) return fail(problem);
    const watch = followFile(() => undefined);
    return ok({
      store: store.value,
      person: undefined,
      agents: undefined,
      jobs,
      forgetting: forgettingIn(host, store.value, []),
      sources: () => watch.health(),
      lookAtSettings: watch.look,
    });
  }

  const found: { screenText?: ScreenTextSource } = {};
  const person = startPersonRecording({
    clock,
    power,
    log,
    sink: store.value.sink,
    windows: systemWindows(host),
    settings: settings.value,
    journalPath: join(paths.dataDir, 'open-segment.jsonl'),
    paused: pause.state().kind === 'paused',
    onChange: () => {
      onChange();
      found.screenText?.look();
    },
    screenText: () => found.screenText?.current() ?? null,
  });
  stops.push(() => person.stop());
  const screenText = startScreenText({
    clock,
    sink: store.value.sink,
    pictures: host.pictures,
    permissions: host.permissions,
    recogniser: createRecogniser({ threadFile: recognitionThreadFile(paths.resourcesDir), clock }),
    person,
    enabled: settings.value.recording.screenText,
  });
  found.screenText = screenText;
  stops.push(() => screenText.stop());
  const forgetting = forgettingIn(host, store.value, [person, screenText]);
  void forgetting.finishEarlier();
  const agents = await startAgentRecording({
    host,
    settings: settings.value,
    store: store.value,
    context: () => person.context(),
    pausedSinceMs: pausedSince(pause),
    connections,
    moreOps: [forgetting.op],
    prices,
    work,
    jobs,
  });
  stops.push(agents.stop);
  await store.value.database.announce(agents.doors);
  const watch = followFile((changed) => {
    person.applyPrivacy(changed.privacy);
    person.applyRecording(changed.recording);
    screenText.setEnabled(changed.recording.screenText);
    agents.applySettings(changed);
  });
  return ok({
    store: store.value,
    person,
    agents,
    jobs,
    sources: () => [...person.health(), ...screenText.health(), ...agents.health(), ...watch.health()],
    lookAtSettings: watch.look,
    forgetting,
  });
}

function pausedSince(pause: Pause): number | undefined {
  const state = pause.state();
  return state.kind === 'paused' ? state.sinceMs : undefined;
}
