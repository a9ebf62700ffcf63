import { type Result, fail, ok } from '../contract/result.ts';
import { startAlwaysOnAgent } from './agent/always-on-agent.ts';
import { keepDemoData } from './demo/keep-demo-data.ts';
import { type SettingsInForce, openSettings } from './follow-settings.ts';
import { type Holder, forgettingIn } from './forget/forgetting-in.ts';
import type { Host } from './host.ts';
import { startJobs } from './jobs.ts';
import { pausedSinceMs } from './pause.ts';
import { createRowTurn } from './long-work/row-turn.ts';
import { createPriceList } from './prices/price-list.ts';
import type { Build, BuildDeps, Built } from './recorder-build.ts';
import type { Recorder } from './recorder-face.ts';
import { createPartList } from './recorder-part.ts';
import { RunningRecorder } from './running-recorder.ts';
import { startAgentRecording } from './sources/agents/agent-recording.ts';
import { startPersonWithScreenText } from './sources/person-with-screen-text.ts';
import { openStore } from './store.ts';

export interface RecorderOptions {
  /** Show generated data instead of recording; the data directory then holds nothing else. */
  readonly demo?: boolean;
}

/** Starts everything in the background; the returned recorder says at any moment how far it is. */
export function startRecorder(host: Host, { demo = false }: RecorderOptions = {}): Recorder {
  return new RunningRecorder(host, demo, buildIn(host, demo));
}

/** Database, then writer (both in the store), then jobs, then what records, then the settings file, which steers them. */
function buildIn(host: Host, demo: boolean): Build {
  return async (deps) => {
    const settings = await openSettings(host);
    if (!settings.ok) return settings;
    const store = await openStore(host, settings.value.current(), deps.onChange);
    if (!store.ok) return store;
    deps.stops.push(store.value.stop);
    const beginning = await startBeginning(host, settings.value, store.value, deps);
    return demo ? startDemo(host, beginning) : ok(await startRecording(host, beginning));
  };
}

/** What a demo has too. */
async function startBeginning(host: Host, settings: SettingsInForce, store: Built['store'], deps: BuildDeps) {
  const parts = createPartList(deps.stops);
  const prices = createPriceList({ own: () => settings.current().prices });
  const { work, onChange } = deps;
  const turn = createRowTurn();
  const jobs = parts.add(await startJobs({ host, settings: settings.current(), store, prices, work, turn, onChange }));
  const forgettingWith = (holders: readonly Holder[]) =>
    forgettingIn(host, store, holders, { turn, backups: jobs.backups, console: deps.console });
  const follow = () =>
    parts.add(
      settings.follow((changed) => {
        parts.applySettings(changed);
        store.applyRetention(changed);
        deps.settingsChanged(changed);
      }),
    );
  return { deps, settings, store, parts, prices, jobs, forgettingWith, follow };
}

type Beginning = Awaited<ReturnType<typeof startBeginning>>;

async function startDemo(
  host: Host,
  { settings, store, parts, jobs, forgettingWith, follow }: Beginning,
): Promise<Result<Built, string>> {
  const problem = await keepDemoData(host, store);
  if (problem !== undefined) return fail(problem);
  const forgetting = forgettingWith([]);
  const lookAtSettings = follow().look;
  const none = { person: undefined, agents: undefined, alwaysOn: undefined };
  return ok({ settings: settings.current, store, parts, ...none, jobs, forgetting, lookAtSettings });
}

async function startRecording(host: Host, beginning: Beginning): Promise<Built> {
  const { deps, settings, store, parts, prices, jobs, forgettingWith, follow } = beginning;
  const since = pausedSinceMs(deps.pause);
  const person = parts.add(
    startPersonWithScreenText({
      host,
      settings: settings.current(),
      store,
      paused: since !== undefined,
      onChange: deps.onChange,
    }),
  );
  const forgetting = forgettingWith([person.recording, person.screenText]);
  void forgetting.finishEarlier();
  const agents = parts.add(
    await startAgentRecording({
      host,
      settings: settings.current(),
      store,
      context: () => person.recording.context(),
      pausedSinceMs: since,
      connections: deps.connections,
      moreOps: [forgetting.op, deps.agentOp],
      prices,
      work: deps.work,
      jobs,
    }),
  );
  await store.database.announce(agents.doors);
  const alwaysOn = parts.add(
    await startAlwaysOnAgent({ ...deps, host, settings: settings.current, store, person, prices, agents }),
  );
  return {
    settings: settings.current,
    store,
    parts,
    person: person.recording,
    agents,
    alwaysOn,
    jobs,
    forgetting,
    lookAtSettings: follow().look,
  };
}
