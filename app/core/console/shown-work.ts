import { counted } from '../../contract/counts.ts';
import { basename } from 'node:path';
import { type Stop } from '../../contract/lifecycle.ts';
import { unreachable } from '../../contract/result.ts';
import type { Clock } from '../host.ts';
import type { NewWork, WorkList } from '../long-work/work-list.ts';
import type { Export } from './export.ts';
import type { Run } from './run.ts';
import type { ServerWork } from './server-work.ts';
import { byteSize } from '../../contract/byte-size.ts';

/** A statement that takes longer than this is long work. */
const longRunMs = 3_000;
/** Characters of a statement that tell it from another. */
const titleLength = 60;

/** What is said of a query on the server besides its figures. */
interface Words extends Pick<NewWork, 'kind' | 'title'> {
  readonly now: () => string;
  readonly ended: (state: 'done' | 'failed' | 'cancelled') => string;
}

/** Tells the list of long work that the figures have changed. */
export type TellChange = () => void;

/** Shows an export in the list of long work from its beginning to its end. */
export function showExport(list: WorkList, exporting: Export): TellChange {
  const name = basename(exporting.snapshot().path);
  return show(list, exporting.work, {
    kind: 'export',
    title: `Export to ${name}`,
    now: () => `${byteSize(exporting.snapshot().bytesWritten)} are written.`,
    ended: (state) => {
      const { bytesWritten, error } = exporting.snapshot();
      switch (state) {
        case 'done':
          return `${byteSize(bytesWritten)} are in ${name}.`;
        case 'cancelled':
          return 'Ended on request; no file was left.';
        case 'failed':
          return error?.message ?? 'It failed.';
        default:
          return unreachable(state);
      }
    },
  });
}

/** Shows a statement in the list of long work once it has taken long, to its end. */
export function showLongRun(list: WorkList, run: Run, clock: Clock): TellChange {
  let tell: TellChange | undefined;
  const stop: Stop = clock.after(longRunMs, () => (tell = show(list, run.work, runWords(run))));
  void run.work.ended.then(stop);
  return () => tell?.();
}

function runWords(run: Run): Words {
  return {
    kind: 'query',
    title: `Query: ${oneLine(run.request.sql)}`,
    now: () => `${rowsOf(run)} so far, after ${seconds(run.work)}.`,
    ended: (state) => {
      const { error } = run.snapshot();
      if (state === 'failed') return error?.message ?? 'It failed.';
      const words = `${rowsOf(run)} in ${seconds(run.work)}.`;
      return state === 'done' ? words : `Ended on request. ${words}`;
    },
  };
}

function show(list: WorkList, work: ServerWork, { kind, title, now, ended }: Words): TellChange {
  const item = list.begin({ kind, title, unit: 'rows', message: now(), cancel: () => void work.cancel() });
  const tell = () => {
    const { rowsRead, totalRows } = work.progress;
    const message = work.state === 'cancelling' ? 'The server is ending the query.' : now();
    // The server's total is a guess until it has read that far.
    item.update({ done: rowsRead, total: totalRows > 0 && totalRows >= rowsRead ? totalRows : null, message });
  };
  tell();
  void work.ended.then(() => {
    switch (work.state) {
      case 'done':
        item.finish(ended('done'));
        break;
      case 'failed':
        item.fail(ended('failed'));
        break;
      case 'cancelled':
        item.cancelled(ended('cancelled'));
        break;
      case 'running':
      case 'cancelling':
        throw new Error('A query has ended, and its state does not say so');
      default:
        unreachable(work.state);
    }
  });
  return tell;
}

function oneLine(sql: string): string {
  const line = sql
    .slice(0, 10 * titleLength)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > titleLength ? `${line.slice(0, titleLength - 1)}…` : line;
}

function rowsOf(run: Run): string {
  return counted(run.snapshot().rows, 'row');
}

function seconds({ progress }: ServerWork): string {
  return `${Math.round(progress.elapsedMs / 1_000)} s`;
}
