import { join } from 'node:path';
import { defaultSettings } from '../../contract/settings.ts';
import { loginOf } from '../database/runtime-file.ts';
import type { Login } from '../database/endpoint.ts';
import type { AdminDatabase } from '../database/clients.ts';
import type { Host } from '../host.ts';
import { type Store, openStore } from '../store.ts';
import { describeWriterError } from '../writer/writer-error.ts';
import { type Writer, type WriterOptions, openWriter } from '../writer/writer.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { type NativeBench, startNativeBench } from './native-bench.ts';
import { type ProcessUsage, childProcesses, processUsage } from './process-usage.ts';

/** A ClickHouse of the benchmark's own with the whole schema, and who measures on it. */
export interface BenchServer {
  readonly store: Store;
  readonly host: Host;
  readonly login: Login;
  /** Whether the writers here have a journal. */
  readonly journal: boolean;
  /** How writers in this process are opened. */
  readonly writerOptions: WriterOptions;
  /** A writer in this process. */
  readonly writer: Writer;
  /** Starts a writer in a process of its own, which speaks C; `journal` is as for the others unless it is given. */
  startNative(journal?: boolean): Promise<NativeBench>;
  /** What ClickHouse has used. */
  readonly usage: () => Promise<ProcessUsage>;
  /** Parts that inserts have made so far, those of views included. */
  insertedParts(): Promise<number>;
  stop(): Promise<void>;
}

/** Throws when ClickHouse does not start. */
export async function startBenchServer(host: Host, journal: boolean): Promise<BenchServer> {
  const opened = await openStore(host, defaultSettings(), () => undefined);
  if (!opened.ok) throw new MeasurementFailed(opened.error);
  const store = opened.value;
  const [pid] = await childProcesses(process.pid, 'clickhouse-host');
  if (pid === undefined) {
    await store.stop();
    throw new MeasurementFailed('ClickHouse has no process of its own that could be measured');
  }
  const login = loginOf(store.database.runtime(), 'writer');
  const journalDir = join(host.paths.dataDir, 'bench-journal');
  const writerOptions: WriterOptions = {
    addonPath: join(host.paths.nativeDir, 'seqch.node'),
    host: login.host,
    port: login.tcpPort,
    user: login.user.name,
    password: login.user.password,
    ...(journal ? { journalDir } : {}),
  };
  const writer = openWriter(writerOptions);
  if (!writer.ok) {
    await store.stop();
    throw new MeasurementFailed(describeWriterError(writer.error));
  }
  return {
    store,
    host,
    login,
    journal,
    writerOptions,
    writer: writer.value,
    startNative: (journaled = journal) =>
      startNativeBench(join(host.paths.nativeDir, 'seqch-bench'), login, journaled ? ['--journal', journalDir] : []),
    usage: () => processUsage(pid),
    insertedParts: () => countInsertedParts(store.database.admin),
    stop: async () => {
      await writer.value.close(10_000);
      await store.stop();
    },
  };
}

async function countInsertedParts(admin: AdminDatabase): Promise<number> {
  const query = `SELECT sum(value) AS parts FROM system.events WHERE event IN ('InsertedWideParts', 'InsertedCompactParts')`;
  const answer = await admin.query({ query, format: 'JSONEachRow' });
  const [row] = await answer.json<{ parts: string }>();
  return Number(row?.parts ?? 0);
}
