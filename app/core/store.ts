import { join } from 'node:path';
import type { PartHealth } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import { type Result, fail, ok } from '../contract/result.ts';
import type { TableName } from '../contract/rows.ts';
import type { Settings } from '../contract/settings.ts';
import { backupFolder } from './database/config.ts';
import { type Database, startDatabase } from './database/database.ts';
import type { EngineChoice } from './database/engine.ts';
import { databasePart } from './database/health.ts';
import { applyMigrations, describeMigrationProblem } from './database/migrations.ts';
import { describeProblem } from './database/problem.ts';
import { applyRetention } from './database/retention.ts';
import type { Host } from './host.ts';
import { retentionParameters } from './retention.ts';
import type { BatchSink, RowSink } from './sources/row-sink.ts';
import { openRowSink } from './writer/row-sink.ts';
import { describeWriterError } from './writer/writer-error.ts';
import { writerPart } from './writer/writer-health.ts';
import { type Writer, journalDirOf, openWriter } from './writer/writer.ts';

/** The database with its schema, and the writer in front of it: what sources write to and queries read from. */
export interface Store {
  readonly database: Database;
  readonly writer: Writer;
  readonly sink: RowSink & BatchSink;
  databaseHealth(): PartHealth;
  writerHealth(): PartHealth;
  /** Starts ClickHouse again after it was given up; does nothing while it runs. */
  retry(): Promise<void>;
  stop: Stop;
}

/** The tables that sources write to. */
const recordedRows: readonly TableName[] = [
  'seq.context',
  'seq.presence',
  'seq.mem_events',
  'seq.trace_events',
  'hive.model_invocations',
  'hive.model_call_additions',
  'hive.tool_calls',
  'hive.supersteps',
];

/** The last rows are on their way when the recorder stops: they get this long to be acknowledged. */
const lastFlushMs = 3_000;

/** Starts ClickHouse, brings its schema up to date, opens the writer. The error is for the person. */
export async function openStore(host: Host, settings: Settings, onChange: () => void): Promise<Result<Store, string>> {
  const { clock, log, paths } = host;
  const started = await startDatabase({
    paths,
    clock,
    log,
    engine: await chooseEngine(host, settings),
    minFreeDiskBytes: settings.minFreeDiskBytes,
    backupsDir: backupFolder(paths.dataDir, settings.backup.folder),
  });
  if (!started.ok) return fail(describeProblem(started.error));
  const database = started.value;
  const opened = await prepare(host, settings, database);
  if (!opened.ok) {
    await database.stop();
    return opened;
  }
  const { writer, sink } = opened.value;
  const stopListening = database.onHealth(onChange);
  const stopFollowing = database.onRuntime(({ host: address, tcpPort }) => {
    const moved = writer.setServer(address, tcpPort);
    if (!moved.ok) log('error', 'The writer could not follow ClickHouse', { port: tcpPort, reason: moved.error.name });
  });
  return ok({
    database,
    writer,
    sink,
    databaseHealth: () => databasePart(database.health(), database.counters()),
    writerHealth: () => writerPart(writer.stats()),
    retry: async () => {
      if (database.health().state !== 'failed') return;
      const again = await database.retry();
      if (!again.ok) log('error', 'ClickHouse did not start', { reason: again.error.kind });
    },
    stop: async () => {
      await stopListening();
      await stopFollowing();
      const { unacknowledgedRows } = await writer.close(lastFlushMs);
      if (unacknowledgedRows > 0)
        log('warn', 'Rows stay in the journal for the next start', { rows: unacknowledgedRows });
      await database.stop();
    },
  });
}

async function prepare(
  { clock, paths, log }: Host,
  settings: Settings,
  database: Database,
): Promise<Result<{ writer: Writer; sink: RowSink & BatchSink }, string>> {
  const schema = {
    admin: database.admin,
    schemaDir: paths.schemaDir,
    parameters: retentionParameters(settings),
    clock,
    checkDiskSpace: () => database.checkDiskSpace(),
  };
  const migrated = await applyMigrations(schema);
  if (!migrated.ok) return fail(describeMigrationProblem(migrated.error));
  const retained = await applyRetention(schema);
  // Rows are kept for longer or shorter than asked for until there is space again; the database says so itself.
  if (!retained.ok) log('warn', 'Retention was not changed', { reason: describeProblem(retained.error) });
  const changed = migrated.value.applied.length + (retained.ok ? retained.value.length : 0);
  if (changed > 0) await database.keepDefinitions();

  const { host: address, tcpPort, users } = database.runtime();
  const { name: user, password } = users.writer;
  const addonPath = join(paths.nativeDir, 'seqch.node');
  const journalDir = journalDirOf(paths.dataDir);
  const writer = openWriter({ addonPath, journalDir, host: address, port: tcpPort, user, password });
  if (!writer.ok) return fail(describeWriterError(writer.error));
  const sink = await openRowSink(writer.value, recordedRows);
  if (sink.ok) return ok({ writer: writer.value, sink: sink.value });
  await writer.value.close(0);
  return fail(describeWriterError(sink.error));
}

/** The password of a server elsewhere is a secret and stands in no settings file. */
async function chooseEngine({ secrets }: Host, { engine }: Settings): Promise<EngineChoice> {
  if (engine.kind !== 'remote') return engine;
  return { ...engine, password: (await secrets.read('clickhouse-remote-password')) ?? '' };
}
