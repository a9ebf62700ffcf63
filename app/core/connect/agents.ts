import { join } from 'node:path';
import type { Connection, ConnectionChange, Endpoints, MadeChange, ShownPlan } from '../../contract/connect.ts';
import { type AgentName, type ImportProgress, agentNames } from '../../contract/imports.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { AgentsFace } from '../agents-face.ts';
import type { Host } from '../host.ts';
import { changeSettings, readSettings } from '../settings-file.ts';
import { agentHome } from './agent-homes.ts';
import { agentSettings } from './agent-settings.ts';
import { applyPlan } from './apply-connection.ts';
import { type ConnectionPlan, planConnection, planUndo } from './connection-plan.ts';
import { collectorUrl } from './collector.ts';
import type { PlanDeps } from './open-settings.ts';

/** Imports the past of agents; app/core/sources/transcripts has it. */
export interface Importer {
  progress(): readonly ImportProgress[];
  start(agent: AgentName, path?: string): Promise<Result<ImportProgress, string>>;
  cancel(agent: AgentName): Promise<void>;
}

/** What the running recorder tells of itself; each undefined until it is open. */
export interface AgentDoors {
  readonly otlpPort: number | undefined;
  /** Only where telemetry has to carry it. */
  readonly otlpToken: string | undefined;
  readonly socketPath: string | undefined;
  readonly importer: Importer | undefined;
}

type AgentsHost = Pick<Host, 'account' | 'platform' | 'clock' | 'paths'>;

/** Everything that a person does about agents. `doors` is asked each time: what is open changes. */
export function createAgents({ account, platform, clock, paths }: AgentsHost, doors: () => AgentDoors): AgentsFace {
  const { dataDir } = paths;

  async function planDeps(): Promise<Result<PlanDeps, string>> {
    const settings = await readSettings(dataDir);
    if (!settings.ok) return settings;
    const { keepContent, otlpPort, otlpRequiresToken } = settings.value.agents;
    const open = doors();
    const token = open.otlpToken;
    if (otlpRequiresToken && token === undefined) {
      return fail(
        'Telemetry needs a token here that cannot be read now. Connect on the sources page, once Hivebar records.',
      );
    }
    const port = open.otlpPort ?? otlpPort;
    return ok({
      account,
      platform,
      dataDir,
      keepContent,
      collector: { port, ...(otlpRequiresToken && token !== undefined ? { token } : {}) },
    });
  }

  async function planFor(agent: AgentName, change: ConnectionChange): Promise<Result<ConnectionPlan, string>> {
    const deps = await planDeps();
    if (!deps.ok) return deps;
    return change === 'connect' ? planConnection(agent, deps.value) : planUndo(agent, deps.value);
  }

  async function connectionOf(agent: AgentName): Promise<Connection> {
    const plan = await planFor(agent, 'connect');
    if (!plan.ok) {
      const file = join(agentHome(agent, account), agentSettings[agent].fileName);
      return { agent, state: 'unreadable', file, message: plan.error, canDisconnect: false };
    }
    const undo = await planFor(agent, 'disconnect');
    const { state, file, message } = plan.value;
    return { agent, state, file, message, canDisconnect: undo.ok && undo.value.before !== undo.value.after };
  }

  async function endpoints(): Promise<Endpoints> {
    const settings = await readSettings(dataDir);
    const { otlpPort, socketPath } = doors();
    return {
      otlpUrl: otlpPort === undefined ? null : collectorUrl({ port: otlpPort }),
      otlpRequiresToken: settings.ok && settings.value.agents.otlpRequiresToken,
      socketPath: socketPath ?? null,
      keepContent: settings.ok ? settings.value.agents.keepContent : null,
    };
  }

  return {
    connections: () => Promise.all(agentNames.map(connectionOf)),
    async plan(agent, change) {
      const plan = await planFor(agent, change);
      if (!plan.ok) return plan;
      const closed = change === 'connect' && doors().otlpPort === undefined;
      return ok(shown(plan.value, closed ? [closedNote] : []));
    },
    async change(agent, change, fingerprint) {
      const plan = await planFor(agent, change);
      if (!plan.ok) return plan;
      if (plan.value.fingerprint !== fingerprint) {
        return fail(`${plan.value.file} has changed since this was shown. Nothing was changed; look at it again.`);
      }
      const made = await applyPlan(plan.value, { dataDir, now: () => clock.now() });
      if (!made.ok) return made;
      const { state, file, message } = await connectionOf(agent);
      return ok({ agent, state, file, message, ...made.value } satisfies MadeChange);
    },
    endpoints,
    async setKeepContent(keepContent) {
      const changed = await changeSettings(dataDir, ['agents', 'keepContent'], keepContent);
      return changed.ok ? ok(await endpoints()) : changed;
    },
    imports: () => doors().importer?.progress() ?? [],
    startImport: (agent, path) =>
      doors().importer?.start(agent, path) ??
      Promise.resolve(fail('Nothing can be imported before the database is ready. Try again in a moment.')),
    cancelImport: (agent) => doors().importer?.cancel(agent) ?? Promise.resolve(),
  };
}

const closedNote =
  'Hivebar receives nothing now; the port of its settings is used. Should it take another one, connect again.';

/** Without the whole file: windows get what a person has to see. */
function shown(
  { agent, change, state, file, message, diff, notes, fingerprint }: ConnectionPlan,
  more: readonly string[],
): ShownPlan {
  return { agent, change, state, file, message, diff: [...diff], notes: [...more, ...notes], fingerprint };
}
