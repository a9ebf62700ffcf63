import { count, usd } from '../columns.ts';
import { dayStartHour, nowMs, tz } from '../parameters.ts';
import { question } from '../question.ts';
import { localHourMs, quarterMs, todayMs } from './sql-parts.ts';

export const budgetNow = question({
  name: 'budget-now',
  title: 'Cost and failures against budgets',
  description:
    'Cost of this local hour and day, and calls and failures of the quarters of an hour that began in the last hour.',
  parameters: { tz, day_start_hour: dayStartHour, now_ms: nowMs },
  columns: { cost_hour_usd: usd, cost_today_usd: usd, calls_last_hour: count, failed_last_hour: count },
  sql: `
    WITH
        ${quarterMs} AS quarter_ms,
        ${todayMs},
        ${localHourMs('{now_ms:UInt64}')} AS this_hour_ms,
        {now_ms:UInt64} - 3600000 AS hour_ago_ms
    SELECT
        sumIf(c.cost_micros, quarter_ms >= this_hour_ms) / 1000000 AS cost_hour_usd,
        sumIf(c.cost_micros, quarter_ms >= today_ms) / 1000000 AS cost_today_usd,
        sumIf(c.calls, quarter_ms > hour_ago_ms) AS calls_last_hour,
        sumIf(c.failed_calls, quarter_ms > hour_ago_ms) AS failed_last_hour
    FROM hive.cost_per_hour AS c
    WHERE hour >= toStartOfHour(toDateTime(intDiv(least(today_ms, hour_ago_ms), 1000), 'UTC'))
        AND quarter_ms <= {now_ms:UInt64}`,
});
