import { type Stop } from '../../contract/lifecycle.ts';

/** A query that another page wants to see in the console. */
export interface PendingQuery {
  /** The name of its tab. */
  readonly title: string;
  readonly sql: string;
  /** Values of its `{name:Type}` parameters, as text. */
  readonly params: Readonly<Record<string, string>>;
}

let pending: readonly PendingQuery[] = [];
const listeners = new Set<() => void>();

/** Goes to the console and opens `query` in a tab of its own there. Nothing is run. */
export function openInConsole(query: PendingQuery): void {
  pending = [...pending, query];
  for (const listener of [...listeners]) listener();
}

/** The queries that wait for the console; each is given once. */
export function takePendingQueries(): readonly PendingQuery[] {
  const taken = pending;
  pending = [];
  return taken;
}

export function onOpenInConsole(listener: () => void): Stop {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
