import { count, minutes, usd } from '../columns.ts';
import { dayStartHour, localDay, range } from '../parameters.ts';
import { question } from '../question.ts';
import { countedDay, quartersInRange } from './sql-parts.ts';

export const rangeTotals = question({
  name: 'range-totals',
  title: 'Totals of a range',
  description: 'Time at the keyboard, calls, cost and failures of a range that may end within a day, in one row.',
  parameters: {
    ...range(7 * 24, 'quarters of an hour'),
    from_day: localDay('First day whose time at the keyboard counts whole, YYYY-MM-DD; default 7 days ago', 7),
    whole_days_end: localDay('The day that only counts until the end of the range; default today', 0),
    tail_from_ms: { ...range(24).from_ms, description: 'When that day begins; default 24 h ago' },
    day_start_hour: dayStartHour,
  },
  columns: {
    minutes,
    calls: count,
    cost_usd: usd,
    unpriced_calls: count,
    model_errors: count,
    tool_errors: count,
  },
  sql: `
    SELECT
        ifNull((
            SELECT sum(d.minutes) FROM seq.app_minutes_hourly AS d
            WHERE d.day BETWEEN {from_day:Date} AND {whole_days_end:Date}
                AND ${countedDay} >= {from_day:Date} AND ${countedDay} < {whole_days_end:Date}
        ), 0) + ifNull((
            SELECT sum(least(ts_ms + dur_ms, {to_ms:UInt64}) - greatest(ts_ms, {tail_from_ms:UInt64})) / 60000
            FROM seq.context
            WHERE afk = 0 AND ts_ms < {to_ms:UInt64} AND ts_ms + 86400000 > {tail_from_ms:UInt64}
                AND ts_ms + dur_ms > {tail_from_ms:UInt64}
        ), 0) AS minutes,
        sum(c.calls) AS calls,
        sum(c.cost_micros) / 1000000 AS cost_usd,
        sum(c.unpriced_calls) AS unpriced_calls,
        sum(c.failed_calls) AS model_errors,
        ifNull((SELECT sum(e.errors) FROM hive.tool_error_hotspots AS e WHERE ${quartersInRange}), 0) AS tool_errors
    FROM hive.cost_per_hour AS c
    WHERE ${quartersInRange}`,
});
