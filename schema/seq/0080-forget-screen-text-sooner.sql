-- Why:  what stood on the screen is to go much sooner than what was done, and it shares a table with other kinds.
-- Cost: all parts are looked through once, later one merge a day takes out that day's screen text.   Undo: a later number sets the TTL of 0020 again.
-- All rows of a kind end with their UTC day, so that a day is rewritten once, when its screen text goes, and dropped whole at its end.
ALTER TABLE seq.mem_events MODIFY SETTING ttl_only_drop_parts = 0;
ALTER TABLE seq.mem_events
    MODIFY TTL toDateTime(least((intDiv(ts_ms, 86400000) + 1) * 86400 + if(kind = 'ocr', ${screen_text_retention_days} * 86400, ${mem_events_retention_days} * 86400), 4294967295), 'UTC')
