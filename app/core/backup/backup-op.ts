import * as v from 'valibot';
import { backupName, restoreRequest, sideDatabase } from '../../contract/backup.ts';
import { type Result, fail, ok, unreachable } from '../../contract/result.ts';
import type { WorkItem } from '../../contract/work.ts';
import type { SocketCall, SocketOp } from '../sources/socket/socket-op.ts';
import type { WorkList } from '../long-work/work-list.ts';
import type { Backups, BegunBackup } from './backups.ts';

export const backupOpRequest = v.variant('action', [
  v.object({ action: v.literal('list') }),
  v.object({ action: v.literal('create'), full: v.optional(v.boolean(), false) }),
  v.object({ action: v.literal('verify'), name: backupName }),
  v.object({ action: v.literal('delete'), name: backupName }),
  v.object({ action: v.literal('drop'), database: sideDatabase }),
  v.object({ action: v.literal('restore'), ...restoreRequest.entries }),
]);
type OpRequest = v.InferOutput<typeof backupOpRequest>;

type Answer = Promise<Result<Readonly<Record<string, unknown>>, string>>;

/**
 * `backup`: makes, lists, checks, restores and removes backups. What takes long replies with lines
 * `{done, total, message}`, and ends when its client goes.
 */
export function backupOp(backups: Backups, work: WorkList): SocketOp {
  async function follow(begun: Result<BegunBackup, string>, call: SocketCall): Answer {
    if (!begun.ok) return begun;
    const { workId, ended } = begun.value;
    const cancel = () => backups.cancel(begun.value);
    if (call.closed.aborted) cancel();
    call.closed.addEventListener('abort', cancel, { once: true });
    let replying: Promise<void> | undefined;
    const tell = (items: readonly WorkItem[]): void => {
      const item = items.find(({ id }) => id === workId);
      // A client that reads slowly misses lines; the next one says more.
      if (item?.state !== 'running' || replying !== undefined || call.closed.aborted) return;
      const { done, total, message } = item;
      const next = () => {
        replying = undefined;
      };
      // A line that does not arrive has no client any more, and `closed` says so.
      replying = call.reply({ done, total, message }).then(next, next);
    };
    const stop = work.onChange(tell);
    // What it does first was said before anybody listened.
    tell(work.items());
    const outcome = await ended;
    await stop();
    await replying;
    return outcome;
  }

  return {
    name: 'backup',
    async run(request, call) {
      const parsed = v.safeParse(backupOpRequest, request);
      if (!parsed.success) {
        const [issue] = parsed.issues;
        return fail(`"${v.getDotPath(issue) ?? 'action'}" is not as it has to be: ${issue.message}`);
      }
      return perform(parsed.output, call);
    },
  };

  async function perform(request: OpRequest, call: SocketCall): Answer {
    switch (request.action) {
      case 'list': {
        const report = await backups.report();
        return report.ok ? ok(report.value) : report;
      }
      case 'create':
        return follow(backups.create(request.full), call);
      case 'verify':
        return follow(await backups.verify(request.name), call);
      case 'delete': {
        const left = await backups.remove(request.name);
        return left.ok ? ok(left.value) : left;
      }
      case 'drop': {
        const left = await backups.dropRestored(request.database);
        return left.ok ? ok(left.value) : left;
      }
      case 'restore': {
        const { name, target, table, partition } = request;
        return follow(await backups.restore({ name, target, table, partition }), call);
      }
      default:
        return unreachable(request);
    }
  }
}
