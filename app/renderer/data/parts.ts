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

/** Whether a part needs a person's eye, or is at least on its way back. */
export function isTroubled(part: PartHealth): boolean {
  return severity[part.state] > 0 || part.state === 'starting';
}

/** One line over all parts, about what matters most: `All 5 working`, `1 of 5 needs attention`, `2 of 5 paused`. */
export function summarise(parts: readonly PartHealth[]): string {
  const troubled = parts.filter((part) => severity[part.state] > 0).length;
  if (troubled > 0) return `${troubled} of ${parts.length} need${troubled === 1 ? 's' : ''} attention`;
  const starting = parts.filter((part) => part.state === 'starting').length;
  if (starting > 0) return `${starting} of ${parts.length} starting`;
  const paused = parts.filter((part) => part.state === 'paused').length;
  if (paused > 0) return `${paused} of ${parts.length} paused`;
  const working = parts.filter((part) => part.state === 'ok').length;
  return working === parts.length ? `All ${working} working` : `${working} of ${parts.length} working`;
}

/** The database takes no events: the writer brings it those of the sources. What cannot work here has none either. */
export function hasEvents(part: PartHealth): boolean {
  return part.name !== 'database' && part.state !== 'unavailable';
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
