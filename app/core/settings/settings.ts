import { totalmem } from 'node:os';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { DatabaseFacts } from '../../contract/settings-calls.ts';
import type { Settings } from '../../contract/settings.ts';
import { folderProblem } from '../backup/folder-problem.ts';
import { usualServerMemoryBytes } from '../database/database.ts';
import { freeBytesAt } from '../database/disk-space.ts';
import { isUsable } from '../database/health.ts';
import { describeProblem } from '../database/problem.ts';
import { readTableSpace, rowsBefore } from '../database/table-space.ts';
import type { Host } from '../host.ts';
import { recordedTitles } from '../queries/recorded-titles.ts';
import type { SettingsFace } from '../settings-face.ts';
import { readSettings } from '../settings-file.ts';
import type { Store } from '../store.ts';
import { createSettingsEditor } from './settings-editor.ts';
import { countTitleMatches } from './title-matches.ts';

/** Told of a change of the file that was made by hand. */
export interface SettingsFollower {
  follow(settings: Settings): void;
}

const dayMs = 86_400_000;
const titleDays = 7;

type SettingsHost = Pick<Host, 'paths' | 'clock' | 'log'>;

/** Everything that a person does about settings. `store` is asked each time: it comes and may go. */
export function createSettings(
  { paths, clock, log }: SettingsHost,
  store: () => Store | undefined,
): SettingsFace & SettingsFollower {
  const { dataDir, schemaDir } = paths;
  const editor = createSettingsEditor(dataDir);
  const listeners = new Set<(settings: Settings) => void>();
  let told = '';

  /** The editor tells of a change at once, the watched file of the same one a little later. */
  function follow(settings: Settings): void {
    const text = JSON.stringify(settings);
    if (text === told) return;
    told = text;
    for (const listener of listeners) listener(settings);
  }
  void editor.onChange(follow);

  /** What `ask` gives of a database that answers; else a sentence. */
  async function asking<T>(ask: (open: Store) => Promise<T>): Promise<Result<T, string>> {
    const open = store();
    if (open === undefined || !isUsable(open.database.health())) return fail('The database is not running.');
    try {
      return ok(await ask(open));
    } catch (error) {
      log('warn', 'The database did not tell how its tables are', { reason: String(error) });
      return fail('The database did not answer. Try again in a moment.');
    }
  }

  async function databaseFacts(): Promise<DatabaseFacts> {
    const database = store()?.database;
    const settings = await readSettings(dataDir);
    const health = database?.health();
    const runtime = health !== undefined && isUsable(health) ? database?.runtime() : undefined;
    return {
      engine: runtime?.engine ?? (settings.ok ? settings.value.engine.kind : 'libchdb'),
      version: runtime?.engineVersion ?? null,
      httpPort: runtime?.httpPort ?? null,
      tcpPort: runtime?.tcpPort ?? null,
      memoryBytes: database?.memoryBytes() ?? null,
      usualMemoryBytes: usualServerMemoryBytes(),
      machineMemoryBytes: totalmem(),
      dataDir,
      freeDiskBytes: await freeBytesAt(dataDir).catch(() => null),
    };
  }

  return {
    report: () => editor.report(),
    async change(path, value) {
      const problem = path === 'backup.folder' && typeof value === 'string' ? await folderProblem(value) : undefined;
      return problem === undefined ? editor.change(path, value) : fail(problem);
    },
    undo: () => editor.undo(),
    follow,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async titleMatches(pattern) {
      const open = store();
      if (open === undefined) return fail('The database is not running.');
      const titles = await recordedTitles(open.database.reader, clock.now() - titleDays * dayMs);
      return titles.ok ? ok(await countTitleMatches(pattern, titles.value)) : fail(titles.error.message);
    },
    tableSpace: () => asking(({ database }) => readTableSpace(database.admin, schemaDir)),
    retentionLoss: (group, days) =>
      asking(({ database }) => {
        const day = new Date(clock.now() - days * dayMs).toISOString().slice(0, 10);
        return rowsBefore(database.admin, { schemaDir, group, day });
      }),
    database: databaseFacts,
    async restartDatabase() {
      const open = store();
      if (open === undefined) return fail('The database has not been started yet.');
      const settings = await readSettings(dataDir);
      if (!settings.ok) return settings;
      const restarted = await open.database.restart(settings.value.database.maxMemoryBytes);
      return restarted.ok ? ok(await databaseFacts()) : fail(describeProblem(restarted.error));
    },
  };
}
