import { type Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../database/file-errors.ts';
import { Breath } from '../agents/breath.ts';

const deepestFolder = 8;
const mostFiles = 200_000;

/** What lies below some folders. */
export interface Found {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Folders that cannot be read, with the system's word for why. */
  readonly unreadable: readonly { readonly folder: string; readonly code: string }[];
}

/** The session files below `roots`. Links are not followed. A root that is not there has none. */
export async function findSessions(
  roots: readonly string[],
  isSession: (path: string) => boolean,
  signal?: AbortSignal,
): Promise<Found> {
  const files: string[] = [];
  const folders: string[] = [];
  const unreadable: { folder: string; code: string }[] = [];
  const breath = new Breath();

  async function walk(folder: string, depth: number): Promise<void> {
    if (signal?.aborted === true) return;
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      const code = errorCode(error) ?? 'unknown';
      if (code !== 'ENOENT' && code !== 'ENOTDIR') unreadable.push({ folder, code });
      return undefined;
    });
    if (entries === undefined) return;
    folders.push(folder);
    if (breath.due()) await breath.take();
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < deepestFolder) await walk(path, depth + 1);
      else if (entry.isFile() && isSession(path) && files.length < mostFiles) files.push(path);
    }
  }

  for (const root of roots) await walk(root, 0);
  return { files, folders, unreadable };
}

/** Undefined when the file is gone or may not be looked at. */
export async function statIfThere(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}
