import { count, day, epochMs, minutes, text } from '../columns.ts';
import { dayStartHour, localDay, nowMs, range, tz } from '../parameters.ts';
import { question } from '../question.ts';
import { countedDay, localHourMs, today, todayMs } from './sql-parts.ts';

export const appMinutesToday = question({
  name: 'app-minutes-today',
  title: 'App minutes today',
  description: 'Minutes at the keyboard by application since the day began; time away does not count.',
  parameters: { tz, day_start_hour: dayStartHour, now_ms: nowMs },
  columns: { app: text, minutes },
  sql: `
    WITH ${today}
    SELECT app, sum(d.minutes) AS minutes
    FROM seq.app_minutes_hourly AS d
    WHERE d.day BETWEEN today AND today + 1 AND ${countedDay} = today
    GROUP BY app
    ORDER BY minutes DESC, app`,
});

export const appMinutesPerDay = question({
  name: 'app-minutes-per-day',
  title: 'App usage per day',
  description: 'Minutes at the keyboard by local day and application; time away does not count.',
  parameters: {
    from_day: localDay('First day, YYYY-MM-DD; default 13 days ago', 13),
    to_day: localDay('Last day, included; default today', 0),
    day_start_hour: dayStartHour,
  },
  columns: { day, app: text, minutes },
  maxRows: 100_000,
  sql: `
    WITH ${countedDay} AS counted_day
    SELECT toString(counted_day) AS day, app, sum(d.minutes) AS minutes
    FROM seq.app_minutes_hourly AS d
    WHERE d.day BETWEEN {from_day:Date} AND {to_day:Date} + 1
        AND counted_day BETWEEN {from_day:Date} AND {to_day:Date}
    GROUP BY counted_day, app
    ORDER BY day, minutes DESC, app`,
});

export const presenceToday = question({
  name: 'presence-today',
  title: 'Presence today',
  description: 'Minutes since the day began by state: active, idle, locked, asleep, paused, unknown.',
  parameters: { tz, day_start_hour: dayStartHour, now_ms: nowMs },
  columns: { state: text, minutes },
  sql: `
    WITH ${todayMs}
    SELECT state, sum(least(ts_ms + dur_ms, {now_ms:UInt64}) - greatest(ts_ms, today_ms)) / 60000 AS minutes
    FROM seq.presence
    WHERE ts_ms < {now_ms:UInt64} AND ts_ms + dur_ms > today_ms
    GROUP BY state
    ORDER BY minutes DESC, state`,
});

export const contextSwitchesPerHour = question({
  name: 'context-switches-per-hour',
  title: 'Context switches per hour',
  description:
    'How often the application changed in each local hour, and how many there were; time away does not count.',
  parameters: { ...range(24), tz },
  columns: { hour_ms: epochMs, switches: count, apps: count },
  sql: `
    SELECT ${localHourMs('ts_ms')} AS hour_ms, countIf(app != previous_app) AS switches, uniqExact(app) AS apps
    FROM
    (
        SELECT
            ts_ms,
            app,
            lagInFrame(app, 1, app) OVER (ORDER BY ts_ms ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous_app
        FROM seq.context
        WHERE afk = 0 AND ts_ms >= {from_ms:UInt64} AND ts_ms < {to_ms:UInt64}
    )
    GROUP BY hour_ms
    ORDER BY hour_ms`,
});
