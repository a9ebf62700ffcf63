import { mkdir } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Stop } from '../../contract/lifecycle.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Clock, Log, Paths } from '../host.ts';
import {
  type AdminDatabase,
  type ConsoleWriterDatabase,
  type ReadableDatabase,
  type WritableDatabase,
  adminDatabase,
  consoleWriterDatabase,
  readableDatabase,
  writableDatabase,
} from './clients.ts';
import { databaseFiles } from './config.ts';
import { connectRemote, remoteLogin, remoteUsers } from './connect-remote.ts';
import { lockDataDir, processStart } from './data-dir-lock.ts';
import { copyDefinitions } from './definition-copies.ts';
import { type FreeBytes, type LowDisk, findLowDisk, freeBytesAt } from './disk-space.ts';
import { type EngineChoice, prepareEngine } from './engine.ts';
import { reasonOf } from './file-errors.ts';
import type { DatabaseHealth } from './health.ts';
import { type LaunchedServer, launchServer } from './launch-server.ts';
import type { DatabasePorts } from './ports.ts';
import type { DatabaseProblem } from './problem.ts';
import {
  type Doors,
  type Runtime,
  endpointOf,
  loginOf,
  readRuntime,
  removeRuntime,
  writeRuntime,
} from './runtime-file.ts';
import { type Launched, type Supervisor, createSupervisor } from './supervisor.ts';
import { type DatabaseUsers, type OwnUsers, loadUsers } from './users.ts';

export interface DatabaseOptions {
  readonly paths: Paths;
  readonly engine: EngineChoice;
  readonly clock: Clock;
  readonly log: Log;
  /** Below this many free bytes the schema is not changed and the health is degraded. */
  readonly minFreeDiskBytes: number;
  /** What ClickHouse may use at most; left out, the usual. */
  readonly maxServerMemoryBytes?: number | undefined;
  /** The folder that backups go to; default: `backups` in the data directory. */
  readonly backupsDir?: string | undefined;
  readonly freeBytes?: FreeBytes | undefined;
  readonly random?: (() => number) | undefined;
}

/** The four ways to talk to a database, each with the rights of its user. */
export interface DatabaseDoors {
  readonly admin: AdminDatabase;
  readonly writer: WritableDatabase;
  readonly reader: ReadableDatabase;
  /** The reader of the MCP server, with lower limits. */
  readonly mcp: ReadableDatabase;
}

/** A ClickHouse that this process keeps running. */
export interface Database extends DatabaseDoors {
  /** The write mode of the console; no other program is told its password. */
  readonly consoleWriter: ConsoleWriterDatabase;
  health(): DatabaseHealth;
  onHealth(listener: (health: DatabaseHealth) => void): Stop;
  /** Where the server answers and as whom; the content of runtime.json. */
  runtime(): Runtime;
  /** Calls `listener` after every change of ports, so that long-lived connections can follow. */
  onRuntime(listener: (runtime: Runtime) => void): Stop;
  /** Adds other doors of this process to runtime.json. */
  announce(doors: Doors): Promise<void>;
  /** The problem when there is too little space to change the schema. */
  checkDiskSpace(): Promise<LowDisk | undefined>;
  /** Copies the table definitions; called after each change of the schema. */
  keepDefinitions(): Promise<void>;
  counters(): Readonly<Record<string, number>>;
  /** Tries again after `failed`. */
  retry(): Promise<Result<void, DatabaseProblem>>;
  /** Stops the server and starts it again, to use so much memory at most; undefined for the usual. */
  restart(maxServerMemoryBytes: number | undefined): Promise<Result<void, DatabaseProblem>>;
  /** What the server may use since its last start; undefined for one elsewhere. */
  memoryBytes(): number | undefined;
  /** Closes our connections, then the server; settles within 9 s. Safe to call twice. */
  stop(): Promise<void>;
}

const diskCheckPeriodMs = 30_000;

/** Starts ClickHouse on the data directory and keeps it running. */
export async function startDatabase(options: DatabaseOptions): Promise<Result<Database, DatabaseProblem>> {
  const { dataDir } = options.paths;
  const made = await mkdir(dataDir, { recursive: true, mode: 0o700 }).then(
    () => undefined,
    (error: unknown) => reasonOf(error),
  );
  if (made !== undefined) return fail({ kind: 'data-dir-unreadable', path: dataDir, reason: made });
  const locked = await lockOrExplain(dataDir);
  if (!locked.ok) return locked;
  const started = await startLocked(options).catch(async (error: unknown) => {
    await locked.value();
    throw error;
  });
  if (!started.ok) {
    await locked.value();
    return started;
  }
  const stop = once(async () => {
    await started.value.stop();
    await removeRuntime(dataDir);
    await locked.value();
  });
  return ok({ ...started.value, stop });
}

/** The database of a Hivebar that runs as another process on the same data directory. */
export async function connectDatabase(
  dataDir: string,
): Promise<Result<DatabaseDoors & { runtime(): Runtime; close(): Promise<void> }, DatabaseProblem>> {
  const read = await readRuntime(dataDir);
  if (!read.ok) return read;
  const doors = openDoors(() => read.value);
  return ok({ ...doors, runtime: () => read.value, close: () => closeDoors(doors) });
}

async function startLocked(options: DatabaseOptions): Promise<Result<Database, DatabaseProblem>> {
  const { clock, paths, engine } = options;
  const { dataDir } = paths;
  const files = databaseFiles(dataDir);
  const listeners = new Set<(runtime: Runtime) => void>();
  const processStarted = await processStart(process.pid);
  const startedAt = new Date(clock.now()).toISOString();
  let runtime: Runtime | undefined;
  /** Of the next start, and of the last one. */
  let memoryBytes = options.maxServerMemoryBytes ?? usualServerMemoryBytes();
  let usedMemoryBytes: number | undefined;

  async function publish(next: Runtime): Promise<void> {
    const moved = runtime !== undefined && (runtime.httpUrl !== next.httpUrl || runtime.tcpPort !== next.tcpPort);
    runtime = next;
    await writeRuntime(next);
    if (moved) for (const listener of listeners) listener(next);
  }
  function currentRuntime(): Runtime {
    if (runtime === undefined) throw new Error('The database has not been started');
    return runtime;
  }
  const doorsNow = (): Doors => {
    const { otlpPort, mcpPort, socketPath } = runtime ?? {};
    return {
      ...(otlpPort === undefined ? {} : { otlpPort }),
      ...(mcpPort === undefined ? {} : { mcpPort }),
      ...(socketPath === undefined ? {} : { socketPath }),
    };
  };
  const base = { version: 1, pid: process.pid, processStarted, dataDir, startedAt, engine: engine.kind } as const;

  const supervised = { clock, log: options.log, random: options.random ?? Math.random, logFile: files.hostLog };
  let supervisor: Supervisor;
  let ownUsers: OwnUsers;
  if (engine.kind === 'remote') {
    const login = remoteLogin(engine);
    const { httpUrl, host, tcpPort } = login;
    const httpPort = Number(new URL(httpUrl).port || (httpUrl.startsWith('https:') ? 443 : 80));
    ownUsers = remoteUsers(engine);
    const users = namedUsers(ownUsers);
    supervisor = createSupervisor<Launched>({
      ...supervised,
      launch: () => connectRemote(engine),
      onLaunched: ({ engineVersion }) =>
        publish({ ...base, ...doorsNow(), httpUrl, host, httpPort, tcpPort, engineVersion, users }),
    });
  } else {
    const machine = {
      hostExecutable: join(paths.nativeDir, 'clickhouse-host'),
      resourcesDir: paths.resourcesDir,
      dataDir,
      backupsDir: options.backupsDir ?? files.backups,
      clock,
      log: options.log,
    };
    const prepared = await prepareEngine(engine, {
      ...machine,
      maxServerMemoryBytes: memoryBytes,
      platform: process.platform,
      arch: process.arch,
    });
    if (!prepared.ok) return prepared;
    const users = await usersOrExplain(files.home, files.passwords);
    if (!users.ok) return users;
    ownUsers = users.value;
    const named = namedUsers(ownUsers);
    let ports: DatabasePorts | undefined;
    supervisor = createSupervisor<LaunchedServer>({
      ...supervised,
      launch: () =>
        launchServer({
          ...machine,
          engine: prepared.value,
          maxServerMemoryBytes: memoryBytes,
          files,
          users: users.value,
          preferredPorts: ports,
        }),
      onLaunched: async (server) => {
        ports = server.ports;
        for (const repair of server.repairs) supervisor.degrade(JSON.stringify(repair), repair);
        usedMemoryBytes = memoryBytes;
        const { engineVersion, endpoint } = server;
        await publish({ ...base, ...doorsNow(), ...endpoint, ...ports, engineVersion, users: named });
      },
    });
  }

  const checkDiskSpace = () => findLowDisk(dataDir, options.minFreeDiskBytes, options.freeBytes ?? freeBytesAt);
  const watchDisk = async () => {
    const problem = await checkDiskSpace();
    supervisor.degrade('low-disk', problem === undefined ? undefined : { kind: 'low-disk', problem });
  };
  const started = await supervisor.start();
  if (!started.ok) return started;
  await watchDisk();
  const watchDiskNow = () => {
    watchDisk().catch((error: unknown) => {
      options.log('warn', 'Free disk space cannot be read', { reason: reasonOf(error) });
    });
  };
  const stopWatchingDisk = clock.every(diskCheckPeriodMs, watchDiskNow);
  const stopWatchingRestarts = supervisor.onHealth(({ state }) => {
    if (state === 'ready') watchDiskNow();
  });
  const keepDefinitions = async () => {
    if (engine.kind !== 'remote') await copyDefinitions(files);
  };
  const doors = openDoors(currentRuntime);
  const consoleWriter = consoleWriterDatabase(() => ({
    ...endpointOf(currentRuntime()),
    user: ownUsers.consoleWriter,
  }));

  return ok({
    ...doors,
    consoleWriter,
    health: () => supervisor.health(),
    onHealth: (listener) => supervisor.onHealth(listener),
    runtime: currentRuntime,
    onRuntime(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    announce: (added) => publish({ ...currentRuntime(), ...added }),
    checkDiskSpace,
    keepDefinitions,
    counters: () => ({ restarts: supervisor.restarts() }),
    retry: () => supervisor.start(),
    async restart(maxServerMemoryBytes) {
      memoryBytes = maxServerMemoryBytes ?? usualServerMemoryBytes();
      await closeDoors(doors);
      return supervisor.restart();
    },
    memoryBytes: () => usedMemoryBytes,
    stop: async () => {
      void stopWatchingDisk();
      void stopWatchingRestarts();
      // ClickHouse waits 5 s for connections that are still open.
      await Promise.all([closeDoors(doors), consoleWriter.close()]);
      await keepDefinitions();
      await supervisor.stop();
    },
  });
}

async function lockOrExplain(dataDir: string): Promise<Result<Stop, DatabaseProblem>> {
  return lockDataDir(dataDir).catch((error: unknown) =>
    fail({ kind: 'data-dir-unreadable', path: dataDir, reason: reasonOf(error) }),
  );
}

async function usersOrExplain(home: string, file: string): Promise<Result<OwnUsers, DatabaseProblem>> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    return ok(await loadUsers(file));
  } catch (error) {
    return fail({ kind: 'data-dir-unreadable', path: home, reason: reasonOf(error) });
  }
}

/** Those whose passwords stand in runtime.json. */
function namedUsers({ admin, writer, reader, mcp }: OwnUsers): DatabaseUsers {
  return { admin, writer, reader, mcp };
}

function openDoors(runtime: () => Runtime): DatabaseDoors {
  return {
    admin: adminDatabase(() => loginOf(runtime(), 'admin')),
    writer: writableDatabase(() => loginOf(runtime(), 'writer')),
    reader: readableDatabase(() => loginOf(runtime(), 'reader')),
    mcp: readableDatabase(() => loginOf(runtime(), 'mcp')),
  };
}

async function closeDoors(doors: DatabaseDoors): Promise<void> {
  await Promise.all([doors.admin.close(), doors.writer.close(), doors.reader.close(), doors.mcp.close()]);
}

/** A quarter of the machine's memory, between 1 and 8 GB. */
export function usualServerMemoryBytes(): number {
  return Math.min(8e9, Math.max(1e9, Math.floor(totalmem() / 4)));
}

function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= action());
}
