import { type TestDatabase, realClock } from '../../database/testing.ts';
import type { Writer } from '../../writer/writer.ts';
import { checkpointTables } from './checkpoint-rows.ts';
import { type CheckpointSaverDeps, type ClickHouseSaver, createCheckpointSaver } from './clickhouse-saver.ts';

/** A saver on a test's ClickHouse; the writer is closed by whoever opened it. */
export function testSaver(
  { database }: Pick<TestDatabase, 'database'>,
  writer: Writer,
  more: Partial<CheckpointSaverDeps> = {},
): ClickHouseSaver {
  return createCheckpointSaver({
    writer,
    reader: database.reader,
    admin: database.admin,
    clock: realClock,
    ...more,
  });
}

/** Takes every checkpoint away. */
export async function removeCheckpoints({ database }: Pick<TestDatabase, 'database'>): Promise<void> {
  for (const table of checkpointTables) await database.admin.command({ query: `TRUNCATE TABLE ${table}` });
}
