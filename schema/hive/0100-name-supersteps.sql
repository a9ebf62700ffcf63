-- Why:  a program that was not answered sends a step again, its event_id tells that it was stored already.
-- Cost: 20 to 40 bytes a row that has one.   Undo: a later number drops the column.
ALTER TABLE hive.supersteps
    ADD COLUMN IF NOT EXISTS event_id String DEFAULT '' COMMENT 'Names this step in its source, the same step told twice has the same event_id' CODEC(ZSTD(1));
