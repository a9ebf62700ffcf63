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

/** Which files are sessions, and which folders may hold some. */
export interface SessionPattern {
  readonly isSession: (path: string) => boolean;
  /** `names`: the folder and those above it, below the root. Left out, every folder is looked into. */
  readonly mayHold?: (names: readonly string[]) => boolean;
}

/** The session files below `roots`. Links are not followed. A root that is not there has none. */
export async function findSessions(
  roots: readonly string[],
  { isSession, mayHold = () => true }: SessionPattern,
  signal?: AbortSignal,
): Promise<Found> {
  const files: string[] = [];
  const folders: string[] = [];
  const unreadable: { folder: string; code: string }[] = [];
  const breath = new Breath();

  async function walk(folder: string, names: readonly string[]): Promise<void> {
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
      const below = [...names, entry.name];
      if (entry.isDirectory()) {
        if (below.length <= deepestFolder && mayHold(below)) await walk(path, below);
      } else if (entry.isFile() && isSession(path) && files.length < mostFiles) files.push(path);
    }
  }

  for (const root of roots) await walk(root, []);
  return { files, folders, unreadable };
}

/** Undefined when the file is gone or may not be looked at. */
export async function statIfThere(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}
