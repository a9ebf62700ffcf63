import { useEffect, useState } from 'react';
import { type BackupReport, type RestoreRequest, backupChannels } from '../../contract/backup.ts';
import { type Result } from '../../contract/result.ts';
import { settle } from '../data/bridge.ts';
import { type LiveView } from '../data/live-view.ts';
import { type Problem } from '../data/problem.ts';
import { useSession } from '../data/session.ts';
import { useLiveCall } from '../data/use-live-call.ts';
import { useWork } from '../data/use-work.ts';

export interface BackupsView {
  readonly view: LiveView<BackupReport>;
  /** A backup, a check or a restore runs: the next has to wait. */
  readonly busy: boolean;
  /** Why the last thing was not begun, or null. */
  readonly problem: Problem | null;
  readonly create: (full: boolean) => void;
  readonly verify: (name: string) => void;
  readonly restore: (request: RestoreRequest) => void;
  readonly remove: (name: string) => void;
  readonly drop: (database: string) => void;
}

/** The backups and what can be done about them; the list of long work says how far that is. */
export function useBackups(): BackupsView {
  const { calls, refresh } = useSession();
  const { items } = useWork();
  const [problem, setProblem] = useState<Problem | null>(null);
  const { view, live } = useLiveCall(() => settle(calls.send(backupChannels.backups, undefined)), refresh);
  const running = items.filter(({ kind, state }) => state === 'running' && isBackup(kind)).length;
  useEffect(() => live.refresh(), [live, running]);

  function run(call: Promise<Result<unknown, Problem>>): void {
    setProblem(null);
    void call.then((answer) => {
      if (!answer.ok) setProblem(answer.error);
      live.refresh();
    });
  }
  return {
    view,
    busy: running > 0,
    problem,
    create: (full) => run(settle(calls.send(backupChannels.startBackup, { full }))),
    verify: (name) => run(settle(calls.send(backupChannels.verifyBackup, { name }))),
    restore: (request) => run(settle(calls.send(backupChannels.restoreBackup, request))),
    drop: (database) => run(settle(calls.send(backupChannels.dropRestored, { database }))),
    remove: (name) => run(settle(calls.send(backupChannels.deleteBackup, { name }))),
  };
}

function isBackup(kind: string): boolean {
  return kind === 'backup' || kind === 'verify' || kind === 'restore';
}
