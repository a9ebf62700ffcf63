import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { ModelInvocationRow, TraceEventRow } from '../../../../contract/rows.ts';
import { ok } from '../../../../contract/result.ts';
import { type AlwaysOnAgentSettings, type ModelSettings, settingsSchema } from '../../../../contract/settings.ts';
import { realClock } from '../../../database/testing.ts';
import type { Clock, Secrets } from '../../../host.ts';
import { type WorkList, createWorkList } from '../../../long-work/work-list.ts';
import { createPriceList } from '../../../prices/price-list.ts';
import type { ModelRequest, RouteHints } from '../model-types.ts';
import { type Models, type ModelsDeps, createModels } from '../models.ts';

export interface ModelsUnderTest {
  readonly models: Models;
  readonly dataDir: string;
  readonly rows: ModelInvocationRow[];
  readonly refusals: TraceEventRow[];
  readonly downloaded: string[];
  readonly work: WorkList;
  /** Everything that was logged, as text. */
  readonly logged: string[];
  /** Names of secrets in the order in which they were read. */
  readonly secretsRead: string[];
  /** Another start on the same directory. */
  restart(changes?: Partial<ModelsDeps>): Models;
  readonly stop: () => Promise<void>;
}

export interface TestChoices {
  readonly clock?: Clock;
  readonly models?: Partial<ModelSettings>;
  readonly agent?: Partial<AlwaysOnAgentSettings>;
  readonly keys?: Readonly<Record<string, string>>;
  readonly deps?: Partial<ModelsDeps>;
}

export function agentSettings(
  models: Partial<ModelSettings> = {},
  agent: Partial<AlwaysOnAgentSettings> = {},
): AlwaysOnAgentSettings {
  const { alwaysOnAgent } = v.parse(settingsSchema, {});
  return {
    ...{ ...alwaysOnAgent, privacyRequired: false, ...agent },
    models: { ...alwaysOnAgent.models, probe: false, ...models },
  };
}

/** The agent's models on a directory of their own; what they would record is kept in lists. */
export async function modelsUnderTest(choices: TestChoices = {}): Promise<ModelsUnderTest> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hivebar-models-'));
  const clock = choices.clock ?? realClock;
  const rows: ModelInvocationRow[] = [];
  const refusals: TraceEventRow[] = [];
  const downloaded: string[] = [];
  const logged: string[] = [];
  const secretsRead: string[] = [];
  const work = createWorkList(clock);
  const keys = new Map(Object.entries(choices.keys ?? {}));
  const secrets: Secrets = {
    read: (name) => {
      secretsRead.push(name);
      return Promise.resolve(keys.get(name));
    },
    write: (name, value) => Promise.resolve(void keys.set(name, value)),
  };
  const opened: Models[] = [];
  const restart = (changes: Partial<ModelsDeps> = {}): Models => {
    const models = createModels({
      host: {
        clock,
        secrets,
        log: (level, message, facts) => void logged.push(JSON.stringify({ level, message, facts })),
        paths: { dataDir, resourcesDir: '', schemaDir: '', nativeDir: '' },
        platform: 'linux',
      },
      settings: agentSettings(choices.models, choices.agent),
      work,
      prices: createPriceList({ own: () => [] }),
      stored: () => Promise.resolve(ok([])),
      record: (row) => void rows.push(row),
      recordRefusal: (row) => void refusals.push(row),
      onDownloaded: (path) => void downloaded.push(path),
      minFreeDiskBytes: () => 0,
      sourceVersion: '1.2.3',
      ...choices.deps,
      ...changes,
    });
    opened.push(models);
    return models;
  };
  return {
    models: restart(),
    ...{ dataDir, rows, refusals, downloaded, work, logged, secretsRead, restart },
    stop: async () => {
      for (const models of opened) await models.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const request: ModelRequest = {
  system: 'Answer in few words.',
  messages: [{ role: 'user', text: 'What failed?' }],
  maxOutputTokens: 50,
  purpose: { threadId: 'thread-1', nodeId: 'coding_assist', graphName: 'always-on-agent' },
};

export const hints: RouteHints = {
  latencyTier: 'interactive',
  privacyRequired: false,
  tokenBudget: 10_000,
  networkState: 'online',
};
