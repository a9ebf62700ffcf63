import type { PartHealth } from '../../contract/health.ts';
import { unreachable } from '../../contract/result.ts';
import { type DatabaseProblem, describeProblem } from './problem.ts';

/** What works only in part while the database runs. */
export type Degradation =
  | { readonly kind: 'low-disk'; readonly problem: DatabaseProblem & { readonly kind: 'low-disk' } }
  | { readonly kind: 'not-answering'; readonly sinceMs: number; readonly reason: string }
  | { readonly kind: 'definition-restored'; readonly file: string }
  | { readonly kind: 'definition-set-aside'; readonly file: string; readonly keptAs: string };

/** How the database is doing. */
export type DatabaseHealth =
  | { readonly state: 'stopped' }
  | { readonly state: 'starting' }
  | { readonly state: 'ready'; readonly engineVersion: string }
  | { readonly state: 'degraded'; readonly engineVersion: string; readonly reasons: readonly Degradation[] }
  | { readonly state: 'restarting'; readonly attempt: number; readonly inMs: number; readonly reason: string }
  | { readonly state: 'failed'; readonly problem: DatabaseProblem };

/** One or two sentences for the person. */
export function describeHealth(health: DatabaseHealth): string {
  switch (health.state) {
    case 'stopped':
      return 'ClickHouse is not running.';
    case 'starting':
      return 'ClickHouse is starting.';
    case 'ready':
      return `ClickHouse ${health.engineVersion} is running.`;
    case 'degraded':
      return health.reasons.map(describeDegradation).join(' ');
    case 'restarting':
      return `ClickHouse stopped (${health.reason}); attempt ${health.attempt} to start it again follows in ${(health.inMs / 1000).toFixed(1)} s.`;
    case 'failed':
      return describeProblem(health.problem);
    default:
      return unreachable(health);
  }
}

/** The same in the words of the status contract. */
export function databasePart(health: DatabaseHealth, counters: Readonly<Record<string, number>>): PartHealth {
  return {
    name: 'database',
    state: partStateOf(health),
    message: describeHealth(health),
    lastEventMs: null,
    counters: { ...counters },
  };
}

/** Whether queries are answered now. */
export function isUsable(health: DatabaseHealth): boolean {
  return health.state === 'ready' || health.state === 'degraded';
}

function partStateOf(health: DatabaseHealth): PartHealth['state'] {
  switch (health.state) {
    case 'stopped':
      return 'stopped';
    case 'starting':
      return 'starting';
    case 'ready':
      return 'ok';
    case 'degraded':
      return 'degraded';
    case 'restarting':
    case 'failed':
      return 'failing';
    default:
      return unreachable(health);
  }
}

function describeDegradation(reason: Degradation): string {
  switch (reason.kind) {
    case 'low-disk':
      return `${describeProblem(reason.problem)} Recording goes on, the schema is not changed.`;
    case 'not-answering':
      return `ClickHouse runs but has not answered since ${new Date(reason.sinceMs).toISOString()} (${reason.reason}).`;
    case 'definition-restored':
      return `The damaged table definition ${reason.file} was restored from its copy; no row was lost.`;
    case 'definition-set-aside':
      return `The damaged table definition ${reason.file} had no copy and was set aside as ${reason.keptAs}; its rows stay on disk but cannot be queried. Restore the file from a backup.`;
    default:
      return unreachable(reason);
  }
}
