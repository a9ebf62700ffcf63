/** Pieces of SQL that several questions share. Each reads `{from_ms:UInt64}` and so on from its question. */

/** Start of a row's quarter of an hour in `cost_per_hour`, `calls_per_quarter` and the hotspots, epoch milliseconds. */
export const quarterMs = 'toUnixTimestamp(hour) * 1000 + quarter * 900000';

/** Rows of an hourly table whose quarter of an hour overlaps the range; the first comparison uses the key. */
export const quartersInRange = `hour >= toStartOfHour(toDateTime(intDiv({from_ms:UInt64}, 1000), 'UTC'))
  AND ${quarterMs} + 900000 > {from_ms:UInt64}
  AND ${quarterMs} < {to_ms:UInt64}`;

/** Rows of an hourly table whose hour overlaps the range. */
export const hoursInRange = `hour >= toStartOfHour(toDateTime(intDiv({from_ms:UInt64}, 1000), 'UTC'))
  AND toUnixTimestamp(hour) * 1000 < {to_ms:UInt64}`;

/** Rows of a recorded table that began in the range. */
export const beganInRange = 'ts_ms >= {from_ms:UInt64} AND ts_ms < {to_ms:UInt64}';

/** Start of the local hour of `ms`, epoch milliseconds. */
export function localHourMs(ms: string): string {
  return `toUnixTimestamp(toStartOfHour(toDateTime(intDiv(${ms}, 1000), {tz:String}))) * 1000`;
}

/** For WITH: `today`, the person's day that now lies in, which begins at the local hour `{day_start_hour:UInt32}`. */
export const today = `toDateTime(intDiv({now_ms:UInt64}, 1000), {tz:String}) AS local_now,
        toDate(addSeconds(toDateTime(intDiv({now_ms:UInt64}, 1000), 'UTC'), timezoneOffset(local_now) - {day_start_hour:UInt32} * 3600)) AS today`;

/**
 * For WITH: `today_ms`, when that day began, epoch milliseconds. Where clocks skip the hour, ClickHouse gives a moment
 * before the gap; the time from there to the hour is the length of the gap, and the day begins behind it.
 */
export const todayMs = `${today},
        makeDateTime(toYear(today), toMonth(today), toDayOfMonth(today), {day_start_hour:UInt32}, 0, 0, {tz:String}) AS opening,
        toUnixTimestamp(opening) * 1000 + positiveModulo({day_start_hour:UInt32} * 3600000
            - toHour(opening) * 3600000 - toMinute(opening) * 60000 - toSecond(opening) * 1000, 86400000) AS today_ms`;

/** The person's day that a row `d` of `app_minutes_hourly` counts for. */
export const countedDay = 'd.day - (d.hour < {day_start_hour:UInt32})';

/** Tokens of all classes of a row `c` of `cost_per_hour`; the classes are disjoint. */
export const allTokens = `c.input_tokens + c.output_tokens + c.cache_read_tokens + c.cache_write_5m_tokens
        + c.cache_write_1h_tokens + c.reasoning_tokens`;
