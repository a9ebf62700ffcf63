-- Why:  minutes by app and local day are the commonest question: summed while writing, it reads a few hundred rows.
--       The local day is that of the row's utc_offset_min. A segment over midnight is split between its days, one that
--       claims more than 31 days counts for the first 31. Time away (afk) does not count. Rows from before are taken
--       over once, in one block, while the target is empty.
-- Cost: one row a day and app, kept for good.   Undo: a later number drops the view, then the table.
CREATE TABLE IF NOT EXISTS seq.app_minutes_daily
(
    app     LowCardinality(String) COMMENT 'Name of the application',
    day     Date COMMENT 'The local day of the person',
    minutes Float64 COMMENT 'Minutes at the keyboard, sum them, rows of one key merge in the background'
)
ENGINE = SummingMergeTree(minutes)
ORDER BY (day, app)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Minutes by application and local day';

INSERT INTO seq.app_minutes_daily
WITH
    toInt64(ts_ms) + utc_offset_min * 60000 AS local_start_ms,
    local_start_ms + toInt64(least(dur_ms, 2678400000)) AS local_end_ms,
    intDiv(local_start_ms, 86400000) AS first_day
SELECT
    app,
    toDate(day_number) AS day,
    sum((least(local_end_ms, (day_number + 1) * 86400000) - greatest(local_start_ms, day_number * 86400000)) / 60000) AS minutes
FROM seq.context
ARRAY JOIN range(first_day, intDiv(greatest(local_end_ms - 1, local_start_ms), 86400000) + 1) AS day_number
WHERE afk = 0 AND (SELECT count() FROM seq.app_minutes_daily) = 0
GROUP BY app, day;

CREATE MATERIALIZED VIEW IF NOT EXISTS seq.mv_app_minutes TO seq.app_minutes_daily AS
WITH
    toInt64(ts_ms) + utc_offset_min * 60000 AS local_start_ms,
    local_start_ms + toInt64(least(dur_ms, 2678400000)) AS local_end_ms,
    intDiv(local_start_ms, 86400000) AS first_day
SELECT
    app,
    toDate(day_number) AS day,
    sum((least(local_end_ms, (day_number + 1) * 86400000) - greatest(local_start_ms, day_number * 86400000)) / 60000) AS minutes
FROM seq.context
ARRAY JOIN range(first_day, intDiv(greatest(local_end_ms - 1, local_start_ms), 86400000) + 1) AS day_number
WHERE afk = 0
GROUP BY app, day;
