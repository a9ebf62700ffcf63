import type { OtlpRecord } from './otlp-record.ts';

export type Signal = OtlpRecord['signal'];

/** What a member of a message is for: read with the records below it, a list of records, or the next level. */
export type Purpose = 'kept' | 'records' | Level;

export interface Member {
  readonly name: string;
  readonly purpose: Purpose;
}

/** One kind of message on the way from a request down to its records. Members that are not named here are skipped. */
export interface Level {
  readonly byName: ReadonlyMap<string, Member>;
  /** By the field number that a member has in protobuf. */
  readonly byField: ReadonlyMap<number, Member>;
}

type Members = Readonly<Record<string, readonly [field: number, purpose: Purpose]>>;

function level(members: Members): Level {
  const known = Object.entries(members).map(([name, [field, purpose]]) => ({ field, member: { name, purpose } }));
  return {
    byName: new Map(known.map(({ member }) => [member.name, member])),
    byField: new Map(known.map(({ field, member }) => [field, member])),
  };
}

const points = level({ dataPoints: [1, 'records'] });
const addedPoints = level({ dataPoints: [1, 'records'], aggregationTemporality: [2, 'kept'] });
const metric = level({
  name: [1, 'kept'],
  unit: [3, 'kept'],
  gauge: [5, points],
  sum: [7, addedPoints],
  histogram: [9, addedPoints],
  exponentialHistogram: [10, addedPoints],
  summary: [11, points],
});

const scopeLogs = level({ scope: [1, 'kept'], logRecords: [2, 'records'] });
const scopeSpans = level({ scope: [1, 'kept'], spans: [2, 'records'] });
const scopeMetrics = level({ scope: [1, 'kept'], metrics: [2, metric] });

const resourceLogs = level({ resource: [1, 'kept'], scopeLogs: [2, scopeLogs] });
const resourceSpans = level({ resource: [1, 'kept'], scopeSpans: [2, scopeSpans] });
const resourceMetrics = level({ resource: [1, 'kept'], scopeMetrics: [2, scopeMetrics] });

/** A request in protobuf, by its signal: the three share their field numbers, so only the path tells which it is. */
export const wireRequests: Readonly<Record<Signal, Level>> = {
  log: level({ resourceLogs: [1, resourceLogs] }),
  span: level({ resourceSpans: [1, resourceSpans] }),
  point: level({ resourceMetrics: [1, resourceMetrics] }),
};

/** A request in JSON, which names its signal itself: one sent to the wrong path is understood all the same. */
export const jsonRequest: Level = level({
  resourceLogs: [1, resourceLogs],
  resourceSpans: [2, resourceSpans],
  resourceMetrics: [3, resourceMetrics],
});

/** Which records a member with the purpose `records` lists. */
export function signalOf(member: string): Signal {
  if (member === 'logRecords') return 'log';
  return member === 'spans' ? 'span' : 'point';
}
