import { type BrowserWindow, type SaveDialogOptions, dialog } from 'electron';
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

/** Tells the window what becomes of runs and exports, also while it is hidden: it asks for nothing by itself. */
export function announceConsole(console: ConsoleFace, window: () => BrowserWindow | undefined): void {
  console.onRun((run) => window()?.webContents.send(announcements.consoleRunChanged.name, run));
  console.onExport((progress) => window()?.webContents.send(announcements.consoleExportChanged.name, progress));
}

/** The dialogs of the system, in front of `window`. */
export function consoleDialogs(window: () => BrowserWindow | undefined): ConsoleDialogs {
  return {
    async choosePath(format) {
      const { name, extension } = exportFiles[format];
      const options: SaveDialogOptions = {
        title: 'Export the whole result',
        buttonLabel: 'Export',
        defaultPath: `query-result.${extension}`,
        filters: [{ name, extensions: [extension] }],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      };
      const parent = window();
      const chosen = await (parent === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(parent, options));
      return chosen.canceled || chosen.filePath === '' ? undefined : chosen.filePath;
    },
    async confirmWriting() {
      const options = {
        type: 'warning',
        message: 'Allow the console to change your recorded data?',
        detail:
          'Statements can then insert, change and delete rows and tables, and nothing brings those back but a backup. ' +
          'It stays allowed until you switch back or close the window.',
        buttons: ['Cancel', 'Allow Changes'],
        defaultId: 0,
        cancelId: 0,
      } as const;
      const parent = window();
      const asked = { ...options, buttons: [...options.buttons] };
      const { response } = await (parent === undefined
        ? dialog.showMessageBox(asked)
        : dialog.showMessageBox(parent, asked));
      return response === 1;
    },
  };
}

const exportFiles: Readonly<Record<ConsoleExportFormat, { readonly name: string; readonly extension: string }>> = {
  csv: { name: 'CSV', extension: 'csv' },
  jsonl: { name: 'JSON lines', extension: 'jsonl' },
  parquet: { name: 'Parquet', extension: 'parquet' },
};
