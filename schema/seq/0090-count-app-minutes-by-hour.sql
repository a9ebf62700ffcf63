-- Why:  a person's day may begin at another hour than midnight; minutes by local hour add up to any such day.
--       Day and hour are those of the row's utc_offset_min; segments are split as in app_minutes_daily. Rows from before
--       are taken over once, in one block, while the target is empty: as far back as windows are kept.
-- Cost: one row a local hour and app, some ten thousand a year, kept for good.   Undo: a later number drops the view, then the table.
CREATE TABLE IF NOT EXISTS seq.app_minutes_hourly
(
    app     LowCardinality(String) COMMENT 'Name of the application',
    day     Date COMMENT 'The local day, from midnight',
    hour    UInt8 COMMENT 'The local hour of that day, 0 to 23',
    minutes Float64 COMMENT 'Minutes at the keyboard, sum them, rows of one key merge in the background'
)
ENGINE = SummingMergeTree(minutes)
ORDER BY (day, hour, app)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Minutes by application and local hour';

INSERT INTO seq.app_minutes_hourly
WITH
    toInt64(ts_ms) + utc_offset_min * 60000 AS local_start_ms,
    local_start_ms + toInt64(least(dur_ms, 2678400000)) AS local_end_ms,
    intDiv(local_start_ms, 3600000) AS first_hour
SELECT
    app,
    toDate(intDiv(hour_number, 24)) AS day,
    toUInt8(hour_number % 24) AS hour,
    sum((least(local_end_ms, (hour_number + 1) * 3600000) - greatest(local_start_ms, hour_number * 3600000)) / 60000) AS minutes
FROM seq.context
ARRAY JOIN range(first_hour, intDiv(greatest(local_end_ms - 1, local_start_ms), 3600000) + 1) AS hour_number
WHERE afk = 0 AND (SELECT count() FROM seq.app_minutes_hourly) = 0
GROUP BY app, day, hour;

CREATE MATERIALIZED VIEW IF NOT EXISTS seq.mv_app_minutes_hourly TO seq.app_minutes_hourly AS
WITH
    toInt64(ts_ms) + utc_offset_min * 60000 AS local_start_ms,
    local_start_ms + toInt64(least(dur_ms, 2678400000)) AS local_end_ms,
    intDiv(local_start_ms, 3600000) AS first_hour
SELECT
    app,
    toDate(intDiv(hour_number, 24)) AS day,
    toUInt8(hour_number % 24) AS hour,
    sum((least(local_end_ms, (hour_number + 1) * 3600000) - greatest(local_start_ms, hour_number * 3600000)) / 60000) AS minutes
FROM seq.context
ARRAY JOIN range(first_hour, intDiv(greatest(local_end_ms - 1, local_start_ms), 3600000) + 1) AS hour_number
WHERE afk = 0
GROUP BY app, day, hour;
