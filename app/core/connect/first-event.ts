import type { AgentName } from '../../contract/imports.ts';
import type { PartHealth } from '../../contract/health.ts';
import type { Clock } from '../host.ts';

const lookMs = 500;

/**
 * Waits until the source of an agent tells of an event after `sinceMs`: the proof that a connection works.
 * `sources` reads what the running recorder says; a recorder that does not answer has none.
 */
export function waitForFirstEvent(
  agent: AgentName,
  {
    sources,
    clock,
    sinceMs,
    patienceMs,
    givenUp,
  }: {
    readonly sources: () => Promise<readonly PartHealth[]>;
    readonly clock: Pick<Clock, 'every' | 'after'>;
    readonly sinceMs: number;
    readonly patienceMs: number;
    /** Settles when the person does not want to wait. */
    readonly givenUp?: Promise<unknown>;
  },
): Promise<'received' | 'nothing' | 'given-up'> {
  return new Promise((resolve) => {
    let looking = false;
    let settled = false;
    const stopLooking = clock.every(lookMs, look);
    const stopWaiting = clock.after(patienceMs, () => finish('nothing'));
    void givenUp?.then(() => finish('given-up'));

    function finish(end: 'received' | 'nothing' | 'given-up'): void {
      if (settled) return;
      settled = true;
      void stopLooking();
      void stopWaiting();
      resolve(end);
    }
    function look(): void {
      if (looking) return;
      looking = true;
      void sources()
        .then((parts) => {
          if (hasHeard(parts, agent, sinceMs)) finish('received');
        })
        .finally(() => (looking = false));
    }
  });
}

/**
 * Whether an event of the agent has come by telemetry after `sinceMs`. Session files are read too and say nothing of the
 * connection, so the receiver must have had something as well.
 */
function hasHeard(parts: readonly PartHealth[], agent: AgentName, sinceMs: number): boolean {
  const since = (name: string): boolean => (parts.find((part) => part.name === name)?.lastEventMs ?? 0) > sinceMs;
  return since(agent) && since('otlp');
}
