import { type PartHealth } from '../../contract/health.ts';
import { type PrivacyFilter } from './privacy.ts';
import { type RowOutbox } from './row-outbox.ts';
import { type WindowSource } from './window/window-source.ts';

export interface WindowHealthFacts {
  readonly source: ReturnType<WindowSource['health']>;
  readonly privacy: PrivacyFilter;
  readonly outbox: RowOutbox;
  readonly journalProblem: string | undefined;
  readonly paused: boolean;
  /** Locked or asleep: nothing is read until the person is back. */
  readonly unseen: boolean;
  /** Readings carry addresses, so that domain rules can be obeyed. */
  readonly hasAddresses: boolean;
}

/** The state of window recording, worst news first. */
export function windowHealth(facts: WindowHealthFacts): PartHealth {
  const { source, outbox, privacy } = facts;
  const { permission, ...told } = source;
  const health: PartHealth = {
    ...told,
    name: 'window',
    counters: { ...source.counters, ...outbox.counters, waiting: outbox.pending().length, ...privacy.counters() },
  };
  if (facts.paused) return { ...health, state: 'paused', message: 'Paused: no window is read.' };
  if (source.state === 'failing' || source.state === 'unavailable' || source.state === 'stopped') return health;
  const complaint = firstComplaint(facts);
  if (complaint !== undefined) return { ...health, state: 'degraded', message: complaint };
  if (facts.unseen)
    return { ...health, state: 'ok', message: 'Nobody is at the screen: windows are read again when you are back.' };
  // Only the source's own message speaks of a permission.
  return permission === undefined ? health : { ...health, permission };
}

function firstComplaint({ outbox, privacy, journalProblem, hasAddresses }: WindowHealthFacts): string | undefined {
  const refusal = outbox.lastRefusal();
  if (refusal !== undefined && outbox.pending().length > 0) {
    return `${outbox.pending().length} rows wait to be stored: ${refusal.message}`;
  }
  if (journalProblem !== undefined) return `${journalProblem} A crash would lose the segment that is open.`;
  const problem = privacy.problems()[0];
  if (problem !== undefined) return `Privacy rule ${problem.position} of ${problem.rule} ${problem.message}`;
  if (privacy.needsAddresses() && !hasAddresses) {
    return 'Domains are excluded, but addresses are not seen here: exclude the browser or its titles instead.';
  }
  return undefined;
}
