-- Why:  a program that was not answered sends its records again, their event_id tells that they were stored already.
-- Cost: about 20 bytes a row that has one.   Undo: a later number drops the column.
ALTER TABLE seq.trace_events
    ADD COLUMN IF NOT EXISTS event_id String DEFAULT '' COMMENT 'Names this record in its source, the same record told twice has the same event_id' CODEC(ZSTD(1));
