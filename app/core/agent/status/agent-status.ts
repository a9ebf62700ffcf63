import type {
  AgentModel,
  AgentNode,
  AgentStateName,
  AgentStatus,
  Suggestion,
} from '../../../contract/always-on-agent.ts';
import type { AlwaysOnAgentSettings } from '../../../contract/settings.ts';
import type { RunnerState } from '../run/agent-runner.ts';

/** Of the last 60 minutes. */
export interface Spend {
  readonly calls: number;
  readonly costMicros: number;
}

export interface AgentFacts {
  readonly runner: RunnerState;
  readonly node: AgentNode | null;
  readonly suggestion: Suggestion | null;
  readonly spend: Spend;
  readonly models: readonly AgentModel[];
  readonly settings: Pick<AlwaysOnAgentSettings, 'maxCallsPerHour' | 'maxCostPerHourUsd'>;
}

export function agentStatusOf({ runner, node, suggestion, spend, models, settings }: AgentFacts): AgentStatus {
  const maxCostMicros = Math.round(settings.maxCostPerHourUsd * 1_000_000);
  const limits = { ...spend, maxCalls: settings.maxCallsPerHour, maxCostMicros };
  // What costs nothing goes on at a limit of nothing.
  const isCostSpent = spend.costMicros > 0 && spend.costMicros >= maxCostMicros;
  const isSpent = isCostSpent || (spend.calls > 0 && spend.calls >= limits.maxCalls);
  const state = stateOf(runner, isSpent);
  const { threadId, steps, lastStepMs, failures, retryAtMs } = runner;
  return {
    state,
    message: messageOf(state, runner),
    node,
    threadId,
    steps,
    lastStepMs,
    suggestion,
    spend: limits,
    models: [...models],
    failures,
    retryAtMs,
  };
}

/** How an agent stands that cannot run yet, or not at all. */
export function idleAgentStatus(state: 'off' | 'starting', message: string): AgentStatus {
  return {
    state,
    message,
    node: null,
    threadId: '',
    steps: 0,
    lastStepMs: null,
    suggestion: null,
    spend: { calls: 0, maxCalls: 0, costMicros: 0, maxCostMicros: 0 },
    models: [],
    failures: 0,
    retryAtMs: null,
  };
}

function stateOf({ kind, held }: RunnerState, isSpent: boolean): AgentStateName {
  if (kind === 'held') return held.has('off') ? 'off' : 'paused';
  return kind === 'watching' && isSpent ? 'limited' : kind;
}

function messageOf(state: AgentStateName, { held, problem }: RunnerState): string {
  switch (state) {
    case 'off':
      return 'The always-on agent is switched off in the settings.';
    case 'starting':
      return 'Waits for the first look at what you do.';
    case 'watching':
      return 'Watches what you do and waits for something worth saying.';
    case 'working':
      return 'Looks at what you do right now.';
    case 'away':
      return 'You are away: it waits in its checkpoint and costs nothing.';
    case 'paused':
      return pausedBy(held);
    case 'limited':
      return 'The calls or the cost of this hour are used up: it goes on without a model.';
    case 'failing':
      return `A step failed and is tried again: ${problem.slice(0, 300)}`;
  }
}

function pausedBy(held: RunnerState['held']): string {
  if (held.has('person')) return held.has('recording') ? 'Paused by you, as recording is.' : 'Paused by you.';
  return held.has('recording') ? 'Waits, because recording is paused.' : 'Waits while something is being forgotten.';
}
