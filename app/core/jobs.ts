import { join } from 'node:path';
import type { BudgetState } from '../contract/budgets.ts';
import type { Stop } from '../contract/lifecycle.ts';
import { type Result, fail, ok } from '../contract/result.ts';
import type { Settings } from '../contract/settings.ts';
import { backupOp } from './backup/backup-op.ts';
import { scheduleBackups } from './backup/backup-schedule.ts';
import { type Backups, type BegunBackup, createBackups } from './backup/backups.ts';
import { watchBudgets } from './budgets/watch-budgets.ts';
import { backupFolder } from './database/config.ts';
import type { Host } from './host.ts';
import type { BegunWork, JobsFace } from './jobs-face.ts';
import type { PriceList } from './prices/price-list.ts';
import { type Repricing, createRepricing } from './prices/reprice-op.ts';
import { ask } from './queries/ask.ts';
import type { SocketOp } from './sources/socket/socket-op.ts';
import type { Store } from './store.ts';
import type { RowTurn } from './long-work/row-turn.ts';
import type { WorkList } from './long-work/work-list.ts';

export interface JobsDeps {
  readonly host: Host;
  readonly settings: Settings;
  readonly store: Store;
  readonly prices: PriceList;
  readonly work: WorkList;
  readonly turn: RowTurn;
  readonly onChange: () => void;
}

/** What runs beside the recording: budgets, backups, repricing. */
export interface Jobs {
  readonly backups: Backups;
  readonly repricing: Repricing;
  /** The operations of the Unix socket that belong to them. */
  readonly ops: readonly SocketOp[];
  budgets(): readonly BudgetState[];
  /** Rows with a cost were taken. */
  costsArrived(): void;
  applySettings(settings: Settings): void;
  stop: Stop;
}

/** The last rows before a backup get this long to reach the database. */
const flushMs = 20_000;

export async function startJobs(deps: JobsDeps): Promise<Jobs> {
  const { host, settings, store, prices, work, turn, onChange } = deps;
  let { dayStartHour } = settings.recording;
  const { clock, log, paths, notifications } = host;
  const { admin, reader } = store.database;

  const budgets = await watchBudgets({
    clock,
    log,
    notifications,
    path: join(paths.dataDir, 'budgets.json'),
    limits: settings.budgets,
    dayStartHour: () => dayStartHour,
    onChange,
    async ask() {
      const present = () => ({ nowMs: clock.now(), timeZone: clock.timeZone(), dayStartHour });
      const answer = await ask({ reader, present }, 'budget-now', { tz: clock.timeZone() });
      if (!answer.ok) return answer;
      const [row] = answer.value.rows;
      return row === undefined ? fail({ kind: 'empty' }) : ok(row);
    },
  });
  const wantedFolder = (wanted: Settings['backup']) => backupFolder(paths.dataDir, wanted.folder);
  const backups = createBackups({
    admin,
    clock,
    log,
    work,
    settings: settings.backup,
    folder: wantedFolder(settings.backup),
    wantedFolder,
    obstacle:
      settings.engine.kind === 'remote'
        ? 'The database is a server elsewhere, whose disks Hivebar does not see: make its backups there.'
        : undefined,
    async flush() {
      const flushed = await store.writer.flush(flushMs);
      if (!flushed.ok) log('warn', 'A backup begins without rows that wait in the journal');
    },
  });
  const stopSchedule = scheduleBackups(backups, { clock, log });
  const repricing = createRepricing({ admin, prices, clock, log, work, turn });
  void repricing.finishEarlier();

  return {
    backups,
    repricing,
    ops: [repricing.op, backupOp(backups, work)],
    budgets: budgets.states,
    costsArrived: budgets.costsArrived,
    applySettings(changed) {
      dayStartHour = changed.recording.dayStartHour;
      budgets.applyLimits(changed.budgets);
      backups.applySettings(changed.backup);
    },
    stop: async () => {
      await stopSchedule();
      await Promise.all([budgets.stop(), backups.stop(), repricing.stop()]);
    },
  };
}

const notReady = 'The database is not ready yet. Try again in a moment.';

/** What the doors hold, whether or not there is a database now. */
export function jobsFace(work: WorkList, jobs: () => Jobs | undefined): JobsFace {
  return {
    work,
    repricePreview: async (which) => jobs()?.repricing.preview(which) ?? fail(notReady),
    startRepricing: (which) => jobs()?.repricing.start(which) ?? fail(notReady),
    backups: async () => jobs()?.backups.report() ?? fail(notReady),
    startBackup: (full) => begun(jobs()?.backups.create(full)),
    verifyBackup: async (name) => begun(await jobs()?.backups.verify(name)),
    restoreBackup: async (request) => begun(await jobs()?.backups.restore(request)),
    dropRestored: async (database) => jobs()?.backups.dropRestored(database) ?? fail(notReady),
    deleteBackup: async (name) => jobs()?.backups.remove(name) ?? fail(notReady),
  };
}

function begun(result: Result<BegunBackup, string> | undefined): BegunWork {
  if (result === undefined) return fail(notReady);
  return result.ok ? ok({ workId: result.value.workId }) : result;
}
