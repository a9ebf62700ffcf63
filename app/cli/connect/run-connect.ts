import type { ConnectionChange, MadeChange, ShownPlan } from '../../contract/connect.ts';
import { type AgentName, agentNames } from '../../contract/imports.ts';
import { ok } from '../../contract/result.ts';
import type { AgentsFace } from '../../core/agents-face.ts';
import type { Invocation } from '../command.ts';
import { type Outcome, exitCodes, inTrouble, misused } from '../failure.ts';
import { didYouMean } from '../suggestion.ts';
import { connectionsText, madeText, planText } from './connect-text.ts';

/** What connecting needs of the world around the command. */
export interface ConnectWorld {
  readonly agents: AgentsFace;
  /** Whether Hivebar runs, so that the first event can be awaited. */
  readonly running: boolean;
  /** Undefined where nobody can be asked. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
  /** Waits for the first event of the agent after the moment. */
  awaitEvent(agent: AgentName, sinceMs: number): Promise<'received' | 'nothing' | 'given-up'>;
}

/** Lists the agents, or changes one's settings after showing how and asking. */
export async function runConnect(invocation: Invocation, world: ConnectWorld): Promise<Outcome> {
  const { operands, options, json, terminal } = invocation;
  const [name] = operands;
  const change = options.flag('undo') ? 'disconnect' : 'connect';
  if (name === undefined) {
    if (change === 'disconnect') return misused('--undo needs the name of an agent.');
    const connections = await world.agents.connections();
    await terminal.print(json ? `${JSON.stringify(connections)}\n` : connectionsText(connections, terminal));
    return ok(exitCodes.ok);
  }
  const agent = agentNames.find((candidate) => candidate === name);
  if (agent === undefined) {
    return misused(`There is no agent "${name}".${didYouMean(name, agentNames)} Known are ${agentNames.join(', ')}.`);
  }
  const plan = await world.agents.plan(agent, change);
  if (!plan.ok) return inTrouble(plan.error);
  if (!json) await terminal.print(planText(plan.value, terminal));
  if (plan.value.diff.length === 0) return nothingToDo(invocation, plan.value);
  const agreed = options.flag('yes') || (await world.confirm?.(question(change)));
  if (agreed === undefined) return misused('Nobody can be asked here: add --yes to make this change.');
  if (!agreed) return inTrouble('Nothing was changed.');
  const made = await world.agents.change(agent, change, plan.value.fingerprint);
  if (!made.ok) return inTrouble(made.error);
  return finish(invocation, world, change, made.value, plan.value);
}

async function finish(
  { options, json, terminal }: Invocation,
  world: ConnectWorld,
  change: ConnectionChange,
  made: MadeChange,
  plan: ShownPlan,
): Promise<Outcome> {
  if (!json) await terminal.print(madeText(made));
  const waits = change === 'connect' && !options.flag('no-wait') && world.running;
  if (waits) terminal.tell('Start a session of it now; waiting for its first event … (Ctrl-C stops waiting)\n');
  const heard = waits ? await world.awaitEvent(made.agent, made.atMs) : undefined;
  if (json) {
    const received = heard === undefined ? null : heard === 'received';
    await terminal.print(`${JSON.stringify({ ...made, change, notes: plan.notes, received })}\n`);
  } else if (heard === 'received') {
    await terminal.print('Received: the connection works.\n');
  } else if (heard !== undefined) {
    await terminal.print('No event yet. It stays connected; hivebar status shows when the first one comes.\n');
  } else if (change === 'connect' && !world.running) {
    await terminal.print('Hivebar does not run now: start it, so that there is somebody to report to.\n');
  }
  return ok(exitCodes.ok);
}

/** Already as wanted, or not possible: only the second is trouble. */
async function nothingToDo({ json, terminal }: Invocation, plan: ShownPlan): Promise<Outcome> {
  if (plan.change === 'connect' && plan.state !== 'connected') return inTrouble(plan.message);
  if (json) await terminal.print(`${JSON.stringify({ ...plan, backup: null, received: null })}\n`);
  else await terminal.print('Nothing has to change.\n');
  return ok(exitCodes.ok);
}

function question(change: ConnectionChange): string {
  return change === 'connect' ? 'Make this change?' : 'Take it back like this?';
}
