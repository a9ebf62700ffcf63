import type { BrowserWindow } from 'electron';
import type { ConsoleExportFormat, ConsoleMode } from '../contract/console.ts';
import { announcements } from '../contract/ipc.ts';
import { ok } from '../contract/result.ts';
import type { ConsoleFace } from '../core/console/console-face.ts';
import type { CallHandlers } from './calls.ts';

type ConsoleCalls = Pick<CallHandlers, Extract<keyof CallHandlers, `console${string}`>>;

/** What the console asks a person; the dialogs belong to `window`. */
export interface ConsoleDialogs {
  /** Where an export shall go; undefined when the person chose no file. */
  choosePath(format: ConsoleExportFormat): Promise<string | undefined>;
  /** Whether recorded data may be changed from the console. */
  confirmWriting(): Promise<boolean>;
}

/** The calls of the SQL console. Files are named in a dialog and never by the window. */
export function consoleCalls(console: ConsoleFace, dialogs: ConsoleDialogs): ConsoleCalls {
  return {
    consoleRun: (request) => console.run(request),
    consoleRows: ({ runId, from, count }) => console.rows(runId, from, count),
    // The announcement says when it is gone; the window need not wait for it.
    consoleCancel: ({ runId }) => void console.cancel(runId),
    consoleClose: ({ runId }) => console.close(runId),
    consoleExport: async ({ format, ...request }) => {
      const path = await dialogs.choosePath(format);
      return path === undefined ? ok(null) : console.export({ ...request, format, path });
    },
    consoleExplain: ({ sql, params, kind }) => console.explain(sql, params, kind),
    consoleFormat: ({ sql }) => console.format(sql),
    consoleCatalogue: () => console.catalogue(),
    consoleLibrary: () => console.library(),
    consoleHistory: ({ search }) => console.history(search),
    consoleSaved: () => console.saved(),
    consoleSave: ({ name, sql }) => console.save(name, sql),
    consoleForgetSaved: ({ id }) => console.forgetSaved(id),
    consoleAllow: async ({ mode }) => {
      const allowed: ConsoleMode = mode === 'write' && (await dialogs.confirmWriting()) ? 'write' : 'read';
      console.allow(allowed);
      return allowed;
    },
  };
}

/** Tells the window what becomes of runs, also while it is hidden: it asks for nothing by itself. */
export function announceConsole(console: ConsoleFace, window: () => BrowserWindow | undefined): void {
  console.onRun((run) => window()?.webContents.send(announcements.consoleRunChanged.name, run));
}
