import { join } from 'node:path';
import type { AgentModel } from '../../../contract/always-on-agent.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import type { Result } from '../../../contract/result.ts';
import type { ModelInvocationRow, TraceEventRow } from '../../../contract/rows.ts';
import type { AlwaysOnAgentSettings } from '../../../contract/settings.ts';
import type { Host } from '../../host.ts';
import type { WorkList } from '../../long-work/work-list.ts';
import type { PriceList } from '../../prices/price-list.ts';
import {
  type CloudAddresses,
  type CloudModel,
  type CloudProvider,
  cloudAddresses,
  openCloudModel,
  storeKey,
} from './cloud-model.ts';
import { type InProcessModel, openInProcessModel } from './in-process-model.ts';
import { type ModelClient, type ModelClientDeps, createModelClient } from './model-client.ts';
import { type ModelDownloads, openModelDownloads } from './model-download.ts';
import { type AskableModel, type ModelTarget, type RouteHints, nameOf } from './model-types.ts';
import { type ServerModel, openServerModel } from './server-model.ts';
import { serverPlaces, type usualPorts } from './server-places.ts';
import { type SpendDeps, type SpendGuard, openSpendGuard } from './spend-guard.ts';

export interface ModelsDeps {
  readonly host: Pick<Host, 'clock' | 'log' | 'paths' | 'platform' | 'secrets'>;
  readonly settings: AlwaysOnAgentSettings;
  readonly work: WorkList;
  readonly prices: Pick<PriceList, 'compute'>;
  /** The agent's calls in the database: `storedCalls`. */
  readonly stored: SpendDeps['stored'];
  /** Takes the row of each attempt to the intake, which prices it. */
  readonly record: (row: ModelInvocationRow) => void;
  /** Takes what was refused before any model was asked. */
  readonly recordRefusal: (row: TraceEventRow) => void;
  /** A model file was fetched. */
  readonly onDownloaded: (path: string) => void;
  readonly minFreeDiskBytes: () => number;
  readonly sourceVersion: string;
  /** Left out, as the constants of these names say. */
  readonly addresses?: CloudAddresses;
  readonly ports?: typeof usualPorts;
  readonly limits?: ModelClientDeps['limits'];
}

/** All models that the agent may ask, and the one way to ask them. */
export interface Models extends Pick<ModelClient, 'complete'> {
  /** How each model stands, as of the last look. */
  states(): AgentModel[];
  onChange(listener: () => void): Stop;
  applySettings(settings: AlwaysOnAgentSettings): void;
  /**
   * Looks which models are there. Nothing looks by itself: without a request or this call no connection is made. `now`
   * does not wait for the pauses that follow failures.
   */
  refresh(options?: { readonly now?: boolean; readonly networkState?: RouteHints['networkState'] }): Promise<void>;
  /** What the last 60 minutes took of the limits. */
  spend: SpendGuard['lastHour'];
  setKey(provider: CloudProvider, key: string): Promise<Result<undefined, string>>;
  download: ModelDownloads['start'];
  stop(): Promise<void>;
}

export function createModels(deps: ModelsDeps): Models {
  const { clock, log, paths, platform, secrets } = deps.host;
  const listeners = new Set<() => void>();
  const ending = new AbortController();
  const leaving = new Set<Promise<void>>();
  let { settings } = deps;
  let inProcess: { readonly file: string; readonly model: InProcessModel } | undefined;
  let servers: readonly ServerModel[] = [];
  let cloud: { readonly name: string; readonly model: CloudModel } | undefined;

  const onChange = (): void => {
    for (const listener of listeners) listener();
  };
  const spend = openSpendGuard({
    clock,
    log,
    file: join(paths.dataDir, 'agent-spend.json'),
    stored: deps.stored,
    limits: () => ({
      calls: settings.maxCallsPerHour,
      costMicros: Math.round(settings.maxCostPerHourUsd * 1_000_000),
    }),
  });
  const client = createModelClient({
    clock,
    spend,
    models: async (hints) => {
      await look(!hints.privacyRequired && hints.networkState === 'online', false);
      return all();
    },
    cost: ({ provider, model }, usage) =>
      deps.prices.compute({ ts_ms: clock.now(), provider, model, ok: 1, ...usage }).cost_micros,
    record: deps.record,
    recordRefusal: deps.recordRefusal,
    sourceVersion: deps.sourceVersion,
    ...(deps.limits !== undefined && { limits: deps.limits }),
  });
  const downloads = openModelDownloads({
    clock,
    dir: join(paths.dataDir, 'models'),
    work: deps.work,
    minFreeBytes: deps.minFreeDiskBytes,
    onDone: deps.onDownloaded,
  });

  /** In the order in which they are shown. */
  function all(): readonly AskableModel[] {
    return [inProcess?.model, ...servers.filter(({ hidden }) => !hidden), cloud?.model].filter(
      (model) => model !== undefined,
    );
  }

  function arrange(): void {
    const { file, cloud: wanted } = settings.models;
    if (inProcess?.file !== file) {
      if (inProcess !== undefined) leave(inProcess.model.stop());
      inProcess =
        file === undefined ? undefined : { file, model: openInProcessModel({ clock, platform, file, onChange }) };
    }
    const known = new Map(servers.map((server) => [JSON.stringify(server.place), server]));
    servers = serverPlaces(settings.models, deps.ports).map(
      (place) => known.get(JSON.stringify(place)) ?? openServerModel(place, clock, onChange),
    );
    const name = wanted === undefined ? undefined : nameOf(wanted);
    if (cloud?.name !== name) {
      const { addresses = cloudAddresses } = deps;
      cloud =
        wanted === undefined
          ? undefined
          : {
              name: nameOf(wanted),
              model: openCloudModel(wanted.provider, wanted.model, { secrets, addresses, onChange }),
            };
    }
  }

  function leave(going: Promise<void>): void {
    const gone = going.catch(() => log('warn', 'A model could not be unloaded')).finally(() => leaving.delete(gone));
    leaving.add(gone);
  }

  /** Looks at everything on this machine, and beyond it only where something may leave. */
  async function look(mayLeave: boolean, now: boolean): Promise<void> {
    const reachable = servers.filter(({ onThisMachine }) => onThisMachine || mayLeave);
    await Promise.all([
      inProcess?.model.refresh(),
      ...reachable.map((server) => server.check({ now }, ending.signal)),
      mayLeave ? cloud?.model.refresh() : undefined,
    ]);
  }

  arrange();
  return {
    complete: (request, hints, options) =>
      // What the person set holds, whatever a caller hints.
      client.complete(
        request,
        { ...hints, privacyRequired: hints.privacyRequired || settings.privacyRequired },
        options,
      ),
    states: () => all().map(({ target }) => stateOf(target, settings.privacyRequired)),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    applySettings(changed) {
      settings = changed;
      arrange();
      onChange();
    },
    refresh: ({ now = false, networkState = 'online' } = {}) =>
      look(!settings.privacyRequired && networkState === 'online', now),
    spend: () => spend.lastHour(),
    async setKey(provider, key) {
      const stored = await storeKey(secrets, provider, key);
      if (stored.ok) cloud?.model.keyChanged();
      return stored;
    },
    download: (url, sha256) => downloads.start(url, sha256),
    async stop() {
      ending.abort();
      await Promise.all([client.stop(), downloads.stop()]);
      await inProcess?.model.stop();
      await Promise.all(leaving);
    },
  };
}

const places: Readonly<Record<ModelTarget['route'], AgentModel['place']>> = {
  local: 'in-process',
  server: 'local-server',
  cloud: 'cloud',
};

function stateOf(target: ModelTarget, privacyRequired: boolean): AgentModel {
  const state = { name: nameOf(target), place: places[target.route] };
  if (target.route === 'cloud' && privacyRequired) {
    return { ...state, ready: false, message: 'Not asked: nothing may leave this machine.' };
  }
  return { ...state, ready: target.readiness !== 'down', message: target.message };
}
