import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { Stop } from '../../../contract/lifecycle.ts';

/** Systems allow a limited number of watches for all programs together; polling sees what is beyond. */
const mostWatches = 256;

export interface FolderWatch {
  /** Watches the first of these folders, as many as may be watched, and no others. */
  update(folders: readonly string[]): void;
  /** Folders that are watched now. */
  readonly size: number;
  readonly stop: Stop;
}

/** Calls `onChange` with the path of what changed directly in one of the folders. Changes may be missed: poll as well. */
export function watchFolders(onChange: (path: string) => void): FolderWatch {
  const watchers = new Map<string, FSWatcher>();

  function forget(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  function add(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        onChange(name === null ? folder : join(folder, name));
      });
      // The folder went, or the system has no more watches.
      watcher.on('error', () => forget(folder));
      watchers.set(folder, watcher);
    } catch {
      // Polling sees the folder.
      watchers.delete(folder);
    }
  }

  return {
    update(folders) {
      const wanted = new Set(folders.slice(0, mostWatches));
      for (const folder of [...watchers.keys()]) if (!wanted.has(folder)) forget(folder);
      for (const folder of wanted) if (!watchers.has(folder)) add(folder);
    },
    get size() {
      return watchers.size;
    },
    stop: () => {
      for (const folder of [...watchers.keys()]) forget(folder);
    },
  };
}
