import { type ClosedScope, appIs } from './forget-conditions.ts';

/** A table of sums, and the views that fill it. */
export interface Sums {
  readonly table: string;
  readonly views: readonly string[];
  /** What tells its rows apart. */
  readonly key: readonly string[];
  /** A number that tells whether sums and rows agree. */
  readonly measure: string;
  /** The same of each view, in their order, where none has all of its columns. */
  readonly viewMeasures?: readonly string[];
}

/** Of the person; all have the columns `day` and `app`. */
export const minuteSums: readonly Sums[] = [
  { table: 'seq.app_minutes_daily', views: ['seq.mv_app_minutes'], key: ['day', 'app'], measure: 'minutes' },
  {
    table: 'seq.app_minutes_hourly',
    views: ['seq.mv_app_minutes_hourly'],
    key: ['day', 'hour', 'app'],
    measure: 'minutes',
  },
];

export const agentSums: readonly Sums[] = [
  {
    table: 'hive.cost_per_hour',
    views: ['hive.mv_cost_per_hour'],
    key: ['hour', 'quarter', 'provider', 'model', 'source'],
    measure: 'calls',
  },
  {
    table: 'hive.calls_per_quarter',
    views: ['hive.mv_error_hotspots', 'hive.mv_tool_error_hotspots', 'hive.mv_step_error_hotspots'],
    key: ['hour', 'quarter', 'kind', 'graph_name', 'name'],
    measure: 'calls + length(failures)',
  },
  {
    table: 'hive.thread_hours',
    views: ['hive.mv_model_calls_of_threads', 'hive.mv_tool_calls_of_threads', 'hive.mv_steps_of_threads'],
    key: ['hour', 'thread_id'],
    measure: 'model_calls + tool_calls + steps',
    viewMeasures: ['model_calls', 'tool_calls', 'steps'],
  },
];

/** Days and hours that rows to be forgotten lie in, as numbers since 1970. */
export interface Touched {
  readonly days: readonly number[];
  readonly hours: readonly number[];
}

/** Sums to be made anew from the rows that are left, and which of their rows. */
export interface Rebuild {
  readonly sums: Sums;
  readonly where: string;
}

const hourOfSums = 'intDiv(toUnixTimestamp(hour), 3600)';
const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** No zone is further from UTC, so days this far inside of a range lie in it wherever the person was. */
const farthestZoneMs = 14 * hourMs;

/**
 * The sums over days and hours that lose rows. Sums outlive their rows: where retention took those, sums of days and
 * hours that lie in the scope as a whole go too.
 */
export function sumsToRebuild(scope: ClosedScope, { days, hours }: Touched, salt: string): readonly Rebuild[] {
  const from = scope.from_ms ?? 0;
  const byTime = scope.app === null && scope.domain === null;
  const firstDay = Math.ceil((from + farthestZoneMs) / dayMs);
  const endDay = Math.floor((scope.to_ms - farthestZoneMs) / dayMs);
  // Whole days are in their range already; a list of all days of years would be a long query.
  const listed = byTime ? days.filter((day) => day < firstDay || day >= endDay) : days;
  const inDays = `toUInt32(day) IN (${numbers(listed)})`;
  const wholeDays = `toUInt32(day) >= ${Math.max(0, firstDay)} AND toUInt32(day) < ${Math.max(0, endDay)}`;
  const ofApp = scope.app === null ? '1' : appIs(scope.app, salt, 'app');
  const everOfApp = scope.app !== null && scope.from_ms === null;
  const inScope = everOfApp ? ofApp : byTime ? `(${inDays} OR (${wholeDays}))` : `${inDays} AND ${ofApp}`;
  const minutes = minuteSums.map((sums) => ({ sums, where: inScope }));
  if (!scope.agents) return minutes;
  const firstHour = Math.ceil(from / hourMs);
  const endHour = Math.floor(scope.to_ms / hourMs);
  const edges = hours.filter((hour) => hour < firstHour || hour >= endHour);
  const inHours = `(${hourOfSums} IN (${numbers(edges)}) OR (${hourOfSums} >= ${firstHour} AND ${hourOfSums} < ${endHour}))`;
  const agents = agentSums.map((sums) => ({ sums, where: inHours }));
  return [...minutes, ...agents];
}

/** -1 is no day: a list must not be empty. */
function numbers(list: readonly number[]): string {
  return list.length === 0 ? '-1' : list.join(', ');
}
