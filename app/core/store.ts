import { join } from 'node:path';
import type { PartHealth } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import { type Result, fail, ok } from '../contract/result.ts';
import type { TableName } from '../contract/rows.ts';
import type { Settings } from '../contract/settings.ts';
import { startCheckpointPruning } from './agent/checkpoints/start-pruning.ts';
import { backupFolder } from './database/config.ts';
import { type Database, startDatabase } from './database/database.ts';
import type { EngineChoice } from './database/engine.ts';
import { databasePart } from './database/health.ts';
import { applyMigrations, describeMigrationProblem } from './database/migrations.ts';
import { describeProblem } from './database/problem.ts';
import { applyRetention } from './database/retention.ts';
import { followRetention } from './follow-retention.ts';
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
  /** Keeps rows as long as these settings say, from now on; older ones are deleted. */
  applyRetention(settings: Settings): void;
  /** Hears when rows were deleted on purpose or as too old; what is kept in memory of them has to go. */
  onRowsDeleted(listener: () => void | Promise<void>): Stop;
  /** Is told before rows are deleted on purpose, to keep still until the stop that it gives is called. */
  onDeletion(keepStill: () => Promise<Stop>): Stop;
  /**
   * Rows are about to be deleted on purpose. Settles when whoever would write again what it knows keeps still, which is
   * until the stop is called: rows were deleted then, perhaps not all.
   */
  beginDeletion(): Promise<Stop>;
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
    maxServerMemoryBytes: settings.database.maxMemoryBytes,
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
  const retention = followRetention({
    applied: settings,
    apply: (changed) => retain(host, changed, database),
    database,
    log,
  });
  const stillKeepers = new Set<() => Promise<Stop>>();
  const deletionListeners = new Set<() => void | Promise<void>>();
  const rowsDeleted = async (): Promise<void> => {
    for (const listener of deletionListeners) await listener();
  };
  const pruning = startCheckpointPruning(
    { admin: database.admin, clock, log, onDeleted: rowsDeleted },
    settings.retentionDays.checkpoints,
  );
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
    applyRetention: (changed) => {
      retention.set(changed);
      pruning.setDays(changed.retentionDays.checkpoints);
    },
    onRowsDeleted(listener) {
      deletionListeners.add(listener);
      return () => void deletionListeners.delete(listener);
    },
    onDeletion(keepStill) {
      stillKeepers.add(keepStill);
      return () => void stillKeepers.delete(keepStill);
    },
    async beginDeletion() {
      const goOn: Stop[] = [];
      for (const keepStill of stillKeepers) goOn.push(await keepStill());
      return async () => {
        await rowsDeleted();
        for (const go of goOn) await go();
      };
    },
    retry: async () => {
      if (database.health().state !== 'failed') return;
      const again = await database.retry();
      if (!again.ok) log('error', 'ClickHouse did not start', { reason: again.error.kind });
    },
    stop: async () => {
      await retention.stop();
      await pruning.stop();
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
  const migrated = await applyMigrations({ ...schemaOf(paths, settings, database), clock });
  if (!migrated.ok) return fail(describeMigrationProblem(migrated.error));
  const retained = await retain({ paths, log }, settings, database);
  if (!retained && migrated.value.applied.length > 0) await database.keepDefinitions();

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

function schemaOf(paths: Host['paths'], settings: Settings, database: Database) {
  return {
    admin: database.admin,
    schemaDir: paths.schemaDir,
    parameters: retentionParameters(settings),
    checkDiskSpace: () => database.checkDiskSpace(),
  };
}

/** Whether a table was given another retention. */
async function retain(
  { paths, log }: Pick<Host, 'paths' | 'log'>,
  settings: Settings,
  database: Database,
): Promise<boolean> {
  const retained = await applyRetention(schemaOf(paths, settings, database));
  // Rows are kept for longer or shorter than asked for until there is space again; the database says so itself.
  if (!retained.ok) log('warn', 'Retention was not changed', { reason: describeProblem(retained.error) });
  const changed = retained.ok && retained.value.length > 0;
  if (changed) await database.keepDefinitions();
  return changed;
}

/** The password of a server elsewhere is a secret and stands in no settings file. */
async function chooseEngine({ secrets }: Host, { engine }: Settings): Promise<EngineChoice> {
  if (engine.kind !== 'remote') return engine;
  return { ...engine, password: (await secrets.read('clickhouse-remote-password')) ?? '' };
}
