import { mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentName } from '../../contract/imports.ts';
import { applyPlan } from './apply-connection.ts';
import { type ConnectionPlan, planConnection, planUndo } from './connection-plan.ts';
import type { PlanDeps } from './open-settings.ts';

export const atMs = Date.UTC(2026, 4, 20, 10, 11, 12);

/** A person's home in a temporary folder, with what they do to it. */
export interface TestHome {
  readonly homeDir: string;
  readonly deps: PlanDeps;
  /** Makes the folder too. */
  write(path: string, text: string): Promise<string>;
  list(folder: string): Promise<string[]>;
  /** Plans and applies; throws where that is refused. */
  connect(agent: AgentName, changes?: Partial<PlanDeps>): Promise<Applied>;
  disconnect(agent: AgentName, changes?: Partial<PlanDeps>): Promise<Applied>;
  remove(): Promise<void>;
}

export interface Applied {
  readonly plan: ConnectionPlan;
  readonly backup: string | null;
}

export async function testHome(): Promise<TestHome> {
  const homeDir = await mkdtemp(join(tmpdir(), 'hivebar-connect-'));
  const deps: PlanDeps = {
    account: { homeDir, environment: {} },
    platform: 'linux',
    dataDir: join(homeDir, 'hivebar'),
    collector: { port: 4318 },
    keepContent: false,
    readSystemFile: () => Promise.resolve(undefined),
  };
  async function made(plan: Awaited<ReturnType<typeof planConnection>>): Promise<Applied> {
    if (!plan.ok) throw new Error(plan.error);
    const applied = await applyPlan(plan.value, { dataDir: deps.dataDir, now: () => atMs });
    if (!applied.ok) throw new Error(applied.error);
    return { plan: plan.value, backup: applied.value.backup };
  }
  return {
    homeDir,
    deps,
    async write(path, text) {
      const file = join(homeDir, path);
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(file, text);
      return file;
    },
    list: (folder) => readdir(join(homeDir, folder)).then((names) => names.sort()),
    connect: async (agent, changes) => made(await planConnection(agent, { ...deps, ...changes })),
    disconnect: async (agent, changes) => made(await planUndo(agent, { ...deps, ...changes })),
    remove: () => rm(homeDir, { recursive: true }),
  };
}
