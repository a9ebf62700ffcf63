import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Clock, Log, Paths } from '../host.ts';
import { type Database, type DatabaseOptions, startDatabase } from './database.ts';
import type { MigrationParameters } from './migration-files.ts';
import { applyMigrations, describeMigrationProblem } from './migrations.ts';
import { describeProblem } from './problem.ts';

/** A real ClickHouse on a directory of its own, for tests. */
export interface TestDatabase {
  readonly database: Database;
  readonly paths: Paths;
  /** Stops ClickHouse and removes the directory. */
  stop(): Promise<void>;
}

export const testRetention: MigrationParameters = {
  context_retention_days: 25_000,
  mem_events_retention_days: 25_000,
  trace_events_retention_days: 25_000,
  agents_retention_days: 25_000,
  screen_text_retention_days: 25_000,
};

/**
 * Starts ClickHouse with the whole schema applied. Retention is 68 years: rows of any date since 1970 stay,
 * and no time plus retention is beyond what DateTime can hold.
 * Takes under a second; call it once per test file, in `beforeAll`.
 */
export async function startTestDatabase(
  options: Partial<DatabaseOptions> & { readonly migrate?: boolean } = {},
): Promise<TestDatabase> {
  const paths = options.paths ?? (await testPaths());
  const started = await startDatabase({ ...testOptions(paths), ...options });
  if (!started.ok) throw new Error(describeProblem(started.error));
  const database = started.value;
  if (options.migrate !== false) {
    const applied = await applyMigrations({
      admin: database.admin,
      schemaDir: paths.schemaDir,
      parameters: testRetention,
      clock: realClock,
      checkDiskSpace: () => Promise.resolve(undefined),
    });
    if (!applied.ok) {
      await database.stop();
      throw new Error(describeMigrationProblem(applied.error));
    }
    await database.keepDefinitions();
  }
  return {
    database,
    paths,
    stop: async () => {
      await database.stop();
      await rm(paths.dataDir, { recursive: true, force: true });
    },
  };
}

/** Paths as the programs use them, on a new data directory; tests run in the repository's root. */
export async function testPaths(): Promise<Paths> {
  const root = resolve('.');
  return {
    dataDir: await mkdtemp(join(tmpdir(), 'hivebar-test-')),
    resourcesDir: join(root, 'resources'),
    schemaDir: join(root, 'schema'),
    nativeDir: join(root, 'native', 'build'),
  };
}

/** What `startDatabase` needs, for tests that start it themselves. */
export function testOptions(paths: Paths): DatabaseOptions {
  return { paths, engine: { kind: 'libchdb' }, clock: realClock, log: silentLog, minFreeDiskBytes: 0 };
}

export const silentLog: Log = () => undefined;

/** The machine's own time. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  every: (periodMs, tick) => {
    const timer = setInterval(tick, periodMs);
    return () => clearInterval(timer);
  },
  after: (delayMs, fire) => {
    const timer = setTimeout(fire, delayMs);
    return () => clearTimeout(timer);
  },
  timeZone: () => 'UTC',
};

/** Settles when `condition` holds; throws after `deadlineMs` with `what` in the message. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 20_000,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Not within ${deadlineMs} ms: ${what}`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

/** Kills the server as a crash would: at once, without a word. */
export async function killServer(test: Pick<TestDatabase, 'paths'>): Promise<void> {
  const status = await readFile(join(test.paths.dataDir, 'clickhouse/data/status'), 'utf8');
  process.kill(Number(/PID: (\d+)/.exec(status)?.[1]), 'SIGKILL');
}
