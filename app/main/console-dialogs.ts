import { type BrowserWindow, type MessageBoxOptions, type SaveDialogOptions, dialog } from 'electron';
import type { ConsoleExportFormat } from '../contract/console.ts';
import type { ConsoleDialogs } from './console-calls.ts';

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
      const options: MessageBoxOptions = {
        type: 'warning',
        message: 'Allow the console to change your recorded data?',
        detail:
          'Statements can then insert, change and delete rows and tables, and nothing brings those back but a backup. ' +
          'It stays allowed until you switch back or close the window.',
        buttons: ['Cancel', 'Allow Changes'],
        defaultId: 0,
        cancelId: 0,
      };
      const parent = window();
      const { response } = await (parent === undefined
        ? dialog.showMessageBox(options)
        : dialog.showMessageBox(parent, options));
      return response === 1;
    },
  };
}

const exportFiles: Readonly<Record<ConsoleExportFormat, { readonly name: string; readonly extension: string }>> = {
  csv: { name: 'CSV', extension: 'csv' },
  jsonl: { name: 'JSON lines', extension: 'jsonl' },
  parquet: { name: 'Parquet', extension: 'parquet' },
};
