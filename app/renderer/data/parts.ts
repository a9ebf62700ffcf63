import { type PartHealth, type PartState, type RecorderStatus } from '../../contract/health.ts';

/** Database, writer, then the sources: all parts of the recorder in the order in which they are shown. */
export function partsOf(status: RecorderStatus): readonly PartHealth[] {
  return [status.database, status.writer, ...status.sources];
}

/** The parts that need a person's eye, worst first. */
export function troubledParts(status: RecorderStatus): readonly PartHealth[] {
  return partsOf(status)
    .filter((part) => severity[part.state] > 0)
    .sort((left, right) => severity[right.state] - severity[left.state]);
}

/** One line over all parts: `All 5 parts work`, `1 of 5 parts needs attention`. */
export function summarise(parts: readonly PartHealth[]): string {
  const troubled = parts.filter((part) => severity[part.state] > 0).length;
  if (troubled > 0) return `${troubled} of ${parts.length} need${troubled === 1 ? 's' : ''} attention`;
  const starting = parts.filter((part) => part.state === 'starting').length;
  if (starting > 0) return `${starting} of ${parts.length} starting`;
  return `All ${parts.length} working`;
}

/** A state in a word. */
export const stateWords: Readonly<Record<PartState, string>> = {
  ok: 'Working',
  starting: 'Starting',
  paused: 'Paused',
  degraded: 'Limited',
  failing: 'Failing',
  unavailable: 'Not available',
  stopped: 'Stopped',
};

/** A source that cannot work here is no trouble: the person can do nothing about it. */
const severity: Readonly<Record<PartState, number>> = {
  ok: 0,
  starting: 0,
  paused: 0,
  unavailable: 0,
  degraded: 1,
  stopped: 2,
  failing: 3,
};
