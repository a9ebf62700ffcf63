import { counted } from '../../contract/counts.ts';
import { byteSize } from '../../contract/byte-size.ts';
import type { BackupReport, RestoreRequest } from '../../contract/backup.ts';
import type { Stop } from '../../contract/lifecycle.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Settings } from '../../contract/settings.ts';
import { reasonOf } from '../database/file-errors.ts';
import type { Log } from '../host.ts';
import type { WorkHandle, WorkList } from '../long-work/work-list.ts';
import { type StoredBackup, chainOf, listBackups, removeBackups } from './backup-folder.ts';
import type { CopyFailure } from './copy-operation.ts';
import { type CreateDeps, createBackup } from './create-backup.ts';
import {
  type Restored,
  dropSideDatabase,
  restoreBackup,
  sideDatabases,
  thrown,
  verifyBackup,
} from './restore-backup.ts';

export interface BackupsDeps extends CreateDeps {
  readonly log: Log;
  readonly work: WorkList;
  readonly settings: Settings['backup'];
  /** The folder that the settings ask for; it may be another than `folder`, which ClickHouse knows since its start. */
  readonly wantedFolder: (settings: Settings['backup']) => string;
  /** Why nothing can be backed up here, for the person; undefined when it can. */
  readonly obstacle: string | undefined;
}

/** What was begun, and how it ends: facts for programs, or the reason in a sentence. */
export interface BegunBackup {
  readonly workId: string;
  readonly ended: Promise<Result<Readonly<Record<string, unknown>>, string>>;
}

/** The backups of the database: one thing at a time, each shown in the list of long work. Errors are sentences. */
export interface Backups {
  report(): Promise<Result<BackupReport, string>>;
  create(full: boolean): Result<BegunBackup, string>;
  verify(name: string): Promise<Result<BegunBackup, string>>;
  restore(request: RestoreRequest): Promise<Result<BegunBackup, string>>;
  /** Removes a backup and what cannot be restored without it. */
  remove(name: string): Promise<Result<BackupReport, string>>;
  /** Removes a database that a backup was restored into. */
  dropRestored(database: string): Promise<Result<BackupReport, string>>;
  /** Ends what `begun` began. */
  cancel(begun: BegunBackup): void;
  applySettings(settings: Settings['backup']): void;
  /** The settings in force. */
  settings(): Settings['backup'];
  /** Cancels what runs and waits until it has ended. */
  stop: Stop;
}

const alreadyRuns = 'Another backup or restore is running: wait until it has ended.';
/** Hivebar has ten seconds to quit; what is left of a backup counts as unfinished and goes with the next one. */
const stopWaitMs = 3_000;

type Done = Result<{ readonly message: string; readonly facts: Readonly<Record<string, unknown>> }, CopyFailure>;

interface Task {
  readonly kind: 'backup' | 'verify' | 'restore';
  readonly title: string;
  readonly message: string;
  readonly run: (item: WorkHandle, signal: AbortSignal) => Promise<Done>;
}

export function createBackups(deps: BackupsDeps): Backups {
  const { folder, log, work, obstacle } = deps;
  let settings = deps.settings;
  let running: BegunBackup | undefined;
  let isStopped = false;

  function begin({ kind, title, message, run }: Task): Result<BegunBackup, string> {
    if (obstacle !== undefined) return fail(obstacle);
    if (isStopped) return fail('Hivebar is stopping.');
    if (running !== undefined) return fail(alreadyRuns);
    const cancel = new AbortController();
    const item = work.begin({ kind, title, unit: 'bytes', message, cancel: () => cancel.abort() });
    const begun: BegunBackup = {
      workId: item.id,
      ended: run(item, cancel.signal)
        .catch((error: unknown): Done => fail(thrown(error)))
        .then((done) => {
          running = undefined;
          return settle(item, kind, done);
        }),
    };
    running = begun;
    return ok(begun);
  }

  function settle(item: WorkHandle, kind: Task['kind'], done: Done): Result<Readonly<Record<string, unknown>>, string> {
    if (done.ok) {
      item.finish(done.value.message);
      log('info', `A ${kind} has ended well`);
      return ok(done.value.facts);
    }
    if (done.error.kind === 'cancelled') {
      const message = sentence(done.error);
      item.cancelled(message);
      return fail(message);
    }
    const message = sentence(done.error);
    item.fail(message);
    log('error', `A ${kind} has failed`, { reason: done.error.reason });
    return fail(message);
  }

  async function report(): Promise<Result<BackupReport, string>> {
    if (obstacle !== undefined) return fail(obstacle);
    const listed = await list();
    if (!listed.ok) return listed;
    const beside = await sideDatabases(deps.admin).then(ok, (error: unknown) => fail(sentence(thrown(error))));
    if (!beside.ok) return beside;
    const wanted = deps.wantedFolder(settings);
    return ok({
      folder,
      folderFromNextStart: wanted === folder ? null : wanted,
      schedule: settings.schedule,
      keepFull: settings.keepFull,
      // What is being written just now is no unfinished backup.
      backups: listed.value
        .filter(({ state }) => state !== 'unfinished' || running === undefined)
        .map(({ name, kind, base, atMs, bytes, state }) => ({ name, kind, base, atMs, bytes, state })),
      sideDatabases: beside.value,
    });
  }

  function list(): Promise<Result<StoredBackup[], string>> {
    return listBackups(folder).then(ok, (error: unknown) =>
      fail(`The backup folder ${folder} cannot be read (${reasonOf(error)}).`),
    );
  }

  /** A backup that can be restored. */
  async function usable(name: string): Promise<Result<StoredBackup, string>> {
    if (obstacle !== undefined) return fail(obstacle);
    const listed = await list();
    if (!listed.ok) return listed;
    const found = listed.value.find((backup) => backup.name === name);
    if (found === undefined) return fail(`There is no backup ${name} in ${folder}.`);
    if (found.state === 'unfinished') return fail(`${name} was never finished: it cannot be restored.`);
    if (found.state === 'baseless') return fail(`${name} needs ${found.base ?? 'another backup'}, which is not there.`);
    return ok(found);
  }

  return {
    report,
    create: (full) =>
      begin({
        kind: 'backup',
        title: full ? 'Full backup' : 'Backup',
        message: 'Copying the database.',
        async run(item, signal) {
          const made = await createBackup(deps, {
            full,
            keepFull: settings.keepFull,
            signal,
            onProgress: (progress) => item.update(progress),
          });
          if (!made.ok) return made;
          const { name, bytes, removed } = made.value;
          const gone = removed.length === 0 ? '' : ` Older ones went: ${removed.length}.`;
          return ok({ message: `${byteSize(bytes)} are in ${name}.${gone}`, facts: { name, bytes, removed } });
        },
      }),
    async verify(name) {
      const found = await usable(name);
      if (!found.ok) return found;
      return begin({
        kind: 'verify',
        title: `Check of ${name}`,
        message: 'Reading the backup.',
        async run(item, signal) {
          const checked = await verifyBackup(deps, found.value, {
            signal,
            onProgress: (change) => item.update(change),
          });
          if (!checked.ok) return checked;
          const { tables } = checked.value;
          return ok({ message: `All ${tables} tables of ${name} are whole.`, facts: { name, tables } });
        },
      });
    },
    async restore({ name, ...how }) {
      const found = await usable(name);
      if (!found.ok) return found;
      return begin({
        kind: 'restore',
        title: `Restore of ${name}`,
        message: 'Reading the backup.',
        async run(item, signal) {
          // What waits in the writer would otherwise arrive after the rows were replaced.
          if (how.target.kind === 'replace') await deps.flush();
          const restored = await restoreBackup(deps, found.value, how, {
            signal,
            onProgress: (change) => item.update(change),
          });
          return restored.ok ? ok(restoredWords(name, how, restored.value)) : restored;
        },
      });
    },
    async remove(name) {
      if (running !== undefined) return fail(alreadyRuns);
      const listed = await list();
      if (!listed.ok) return listed;
      const names = chainOf(listed.value, name);
      if (names.length === 0) return fail(`There is no backup ${name} in ${folder}.`);
      try {
        await removeBackups(folder, names);
      } catch (error) {
        return fail(`${name} cannot be removed (${reasonOf(error)}).`);
      }
      log('info', 'Backups were removed', { count: names.length });
      return report();
    },
    async dropRestored(database) {
      if (obstacle !== undefined) return fail(obstacle);
      if (running !== undefined) return fail(alreadyRuns);
      const known = await report();
      if (!known.ok) return known;
      if (!known.value.sideDatabases.includes(database)) return fail(`There is no restored database ${database}.`);
      try {
        await dropSideDatabase(deps.admin, database);
      } catch (error) {
        return fail(sentence(thrown(error)));
      }
      log('info', 'A restored database was removed');
      return report();
    },
    cancel: ({ workId }) => work.cancel(workId),
    applySettings: (changed) => void (settings = changed),
    settings: () => settings,
    stop: async () => {
      isStopped = true;
      if (running === undefined) return;
      work.cancel(running.workId);
      await Promise.race([running.ended, new Promise<void>((resolve) => void deps.clock.after(stopWaitMs, resolve))]);
    },
  };
}

function sentence(failure: CopyFailure): string {
  return failure.kind === 'cancelled' ? 'Cancelled: nothing was changed.' : `This did not work: ${failure.reason}.`;
}

function restoredWords(name: string, { target }: Omit<RestoreRequest, 'name'>, { tables, databases }: Restored) {
  const facts = { name, tables, databases: target.kind === 'beside' ? databases : [] };
  return target.kind === 'replace'
    ? { message: `${counted(tables, 'table')} as before: ${name}.`, facts }
    : { message: `${counted(tables, 'table')} of ${name}, every part checked, in ${databases.join(' and ')}.`, facts };
}
