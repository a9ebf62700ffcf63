import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Stop } from '../../app/contract/lifecycle.ts';
import type { AdminDatabase } from '../../app/core/database/clients.ts';
import type { Endpoint } from '../../app/core/database/endpoint.ts';
import { startTestDatabase, until } from '../../app/core/database/testing.ts';
import type { Credentials } from '../../app/core/database/users.ts';
import { anyShapeStatements } from './tables.ts';

/** A ClickHouse that is killed, frozen and started again. */
export interface ServerUnderTest {
  readonly admin: AdminDatabase;
  readonly writer: () => Credentials;
  readonly endpoint: () => Endpoint;
  /** Calls `listener` when the server has moved to other ports. */
  onMoved(listener: (endpoint: Endpoint) => void): Stop;
  /** Kills it as a crash would, unless it is dead already; settles when its end was noticed. */
  kill(): Promise<void>;
  /** Starts it again at once, without the pauses of the supervisor, and settles when it answers. */
  ready(): Promise<void>;
  freeze(): Promise<void>;
  thaw(): void;
  stop(): Promise<void>;
}

/** Starts ClickHouse with Hivebar's whole schema and the table of any shape. */
export async function startServerUnderTest(dataDir: string, programs: string): Promise<ServerUnderTest> {
  const paths = { dataDir, resourcesDir: resolve('resources'), schemaDir: resolve('schema'), nativeDir: programs };
  const test = await startTestDatabase({ paths });
  const { database } = test;
  for (const query of anyShapeStatements) await database.admin.command({ query });
  await removeMergedPartsSoon(database.admin);
  await database.keepDefinitions();
  let frozen: number | undefined;

  const runs = () => ['ready', 'degraded'].includes(database.health().state);
  async function processId(): Promise<number> {
    const status = await readFile(join(paths.dataDir, 'clickhouse/data/status'), 'utf8');
    return Number(/PID: (\d+)/.exec(status)?.[1]);
  }
  function thaw(): void {
    if (frozen !== undefined) process.kill(frozen, 'SIGCONT');
    frozen = undefined;
  }

  return {
    admin: database.admin,
    writer: () => database.runtime().users.writer,
    endpoint: () => database.runtime(),
    onMoved: (listener) => database.onRuntime(listener),
    async kill() {
      if (!runs()) return;
      frozen = undefined;
      process.kill(await processId(), 'SIGKILL');
      await until('the end of ClickHouse was noticed', () => !runs());
    },
    async ready() {
      thaw();
      if (!runs()) await database.retry();
      await until('ClickHouse runs', runs, 60_000);
    },
    async freeze() {
      if (!runs()) return;
      frozen = await processId();
      process.kill(frozen, 'SIGSTOP');
    },
    thaw,
    stop: async () => {
      thaw();
      await test.stop();
    },
  };
}

/**
 * Merged parts are kept a minute, and first looked for half a minute after a start; hardly a server lives that long here.
 * So 30,000 of them were left after 33 runs, and every start loaded them with dozens of threads, on the cores that the
 * blocks of the writers needed.
 */
async function removeMergedPartsSoon(admin: AdminDatabase): Promise<void> {
  const tables = await admin.query({
    query: `SELECT concat(database, '.', name) AS name FROM system.tables
            WHERE database IN ('seq', 'hive') AND engine LIKE '%MergeTree'`,
    format: 'JSONEachRow',
  });
  for (const { name } of await tables.json<{ name: string }>()) {
    await admin.command({
      query: `ALTER TABLE ${name} MODIFY SETTING
                old_parts_lifetime = 1, merge_tree_clear_old_parts_interval_seconds = 1,
                cleanup_delay_period = 1, max_cleanup_delay_period = 1, cleanup_delay_period_random_add = 0`,
    });
  }
}
