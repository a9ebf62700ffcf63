import { emptyCheckpoint } from '@langchain/langgraph-checkpoint';
import { adminDatabase, readableDatabase } from '../../database/clients.ts';
import type { Login } from '../../database/endpoint.ts';
import { type TestDatabase, realClock } from '../../database/testing.ts';
import { type Writer, type WriterOptions, openWriter } from '../../writer/writer.ts';
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

/** What a program of its own is told; it may be killed at any moment. */
export interface DoomedProgram {
  readonly writer: WriterOptions;
  readonly readerLogin: Login;
  readonly adminLogin: Login;
  readonly threadId: string;
  /** How many checkpoints it puts out of reach of ClickHouse. */
  readonly outOfReach: number;
}

/** Puts a checkpoint, then, out of reach of ClickHouse, others and a write; names the last on its output and waits. */
export async function putAndWait(told: DoomedProgram): Promise<void> {
  const { writer: options, readerLogin, adminLogin, threadId, outOfReach } = told;
  const opened = openWriter(options);
  if (!opened.ok) throw new Error(opened.error.kind);
  const saver = createCheckpointSaver({
    writer: opened.value,
    reader: readableDatabase(() => readerLogin),
    admin: adminDatabase(() => adminLogin),
    clock: realClock,
  });
  const metadata = { source: 'loop' as const, parents: {} };
  const values = (count: number) => ({ channel_values: { count, task: 'bake' }, channel_versions: { count, task: 1 } });
  const place = { configurable: { thread_id: threadId } };
  const first = await saver.put(
    place,
    { ...emptyCheckpoint(), ...values(1) },
    { ...metadata, step: 0 },
    values(1).channel_versions,
  );
  await saver.getTuple(first);
  opened.value.setServer('127.0.0.1', 1);
  let last = first;
  for (let step = 1; step <= outOfReach; step += 1) {
    const count = step + 1;
    last = await saver.put(last, { ...emptyCheckpoint(), ...values(count) }, { ...metadata, step }, { count });
  }
  await saver.putWrites(last, [['count', 0]], 'task');
  process.stdout.write(`${String(last.configurable?.['checkpoint_id'])}\n`);
  setInterval(() => undefined, 1_000);
}
