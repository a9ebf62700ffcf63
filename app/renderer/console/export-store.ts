import { type ConsoleExport, type ConsoleExportFormat } from '../../contract/console.ts';
import { type Stop } from '../../contract/lifecycle.ts';
import { type Problem } from '../data/problem.ts';
import { type ConsoleCalls, type Params } from './console-calls.ts';
import { observable, type Observable } from './observable.ts';

export interface ExportStore {
  /** Those on their way, and those that ended and were not dismissed; the newest last. */
  readonly exports: Observable<readonly ConsoleExport[]>;
  /** Why the last one could not be begun. */
  readonly problem: Observable<Problem | null>;
  /** Asks the person where to, then streams the whole answer there. */
  readonly begin: (sql: string, params: Params, format: ConsoleExportFormat) => void;
  readonly cancel: (runId: string) => void;
  readonly dismiss: (runId: string) => void;
  readonly stop: Stop;
}

export function createExportStore(calls: ConsoleCalls, newId: () => string): ExportStore {
  const exports = observable<readonly ConsoleExport[]>([]);
  const problem = observable<Problem | null>(null);
  const begun = new Set<string>();

  function take(made: ConsoleExport): void {
    if (!begun.has(made.runId)) return;
    const known = exports.current().find(({ runId }) => runId === made.runId);
    if (known === undefined) exports.set([...exports.current(), made]);
    // The answer to the call may come behind the announcement of the end.
    else if (isUnderway(known)) exports.set(exports.current().map((each) => (each === known ? made : each)));
  }

  return {
    exports,
    problem,
    begin(sql, params, format) {
      const runId = newId();
      begun.add(runId);
      problem.set(null);
      void calls.export({ runId, sql, params, format }).then((answer) => {
        if (!answer.ok) problem.set(answer.error);
        else if (answer.value !== null) take(answer.value);
      });
    },
    cancel: (runId) => void calls.cancel(runId),
    dismiss(runId) {
      begun.delete(runId);
      exports.set(exports.current().filter((each) => each.runId !== runId));
    },
    stop: calls.onExport((heard) => {
      if (heard.ok) take(heard.value);
      else problem.set(heard.error);
    }),
  };
}

export function isUnderway({ state }: ConsoleExport): boolean {
  return state === 'running' || state === 'cancelling';
}
