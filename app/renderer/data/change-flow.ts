import { type ConnectionChange, type MadeChange, type ShownPlan } from '../../contract/connect.ts';
import { type AgentName } from '../../contract/imports.ts';
import { type RecorderStatus } from '../../contract/health.ts';
import { type Stop } from '../../contract/lifecycle.ts';
import { type Calls } from './bridge.ts';
import { type Problem } from './problem.ts';

/** How far a person is with a change to an agent's settings. */
export type ChangeStep =
  | { readonly step: 'planning' }
  | { readonly step: 'impossible'; readonly problem: Problem }
  | { readonly step: 'asking'; readonly plan: ShownPlan }
  | { readonly step: 'changing'; readonly plan: ShownPlan }
  | { readonly step: 'failed'; readonly plan: ShownPlan; readonly problem: Problem }
  | { readonly step: 'done'; readonly plan: ShownPlan; readonly made: MadeChange };

export interface ChangeFlow {
  readonly current: () => ChangeStep;
  readonly subscribe: (listener: () => void) => Stop;
  /** Asks what would change; also again, after a failure. */
  readonly plan: () => void;
  /** Makes the change that is shown; does nothing while none is. */
  readonly agree: () => void;
}

export function createChangeFlow(
  agent: AgentName,
  change: ConnectionChange,
  calls: Pick<Calls, 'connectionPlan' | 'makeChange'>,
): ChangeFlow {
  const listeners = new Set<() => void>();
  let current: ChangeStep = { step: 'planning' };

  function go(next: ChangeStep): void {
    current = next;
    for (const listener of listeners) listener();
  }

  return {
    current: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    plan() {
      if (current.step === 'changing' || current.step === 'done') return;
      go({ step: 'planning' });
      void calls.connectionPlan(agent, change).then((answer) => {
        if (current.step !== 'planning') return;
        go(answer.ok ? { step: 'asking', plan: answer.value } : { step: 'impossible', problem: answer.error });
      });
    },
    agree() {
      if (current.step !== 'asking') return;
      const { plan } = current;
      go({ step: 'changing', plan });
      void calls.makeChange(agent, change, plan.fingerprint).then((answer) => {
        go(answer.ok ? { step: 'done', plan, made: answer.value } : { step: 'failed', plan, problem: answer.error });
      });
    },
  };
}

/**
 * Whether an event of the agent has come in by telemetry since the moment. Session files are read too and say nothing
 * of the connection, so the receiver must have had something as well.
 */
export function hasHeardFrom({ sources }: Pick<RecorderStatus, 'sources'>, agent: AgentName, sinceMs: number): boolean {
  const since = (name: string) => (sources.find((part) => part.name === name)?.lastEventMs ?? 0) > sinceMs;
  return since(agent) && since('otlp');
}
