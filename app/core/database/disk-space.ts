import { statfs } from 'node:fs/promises';
import type { DatabaseProblem } from './problem.ts';

/** Free bytes that this account may use on the file system of `path`. */
export async function freeBytesAt(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

export type FreeBytes = (path: string) => Promise<number>;
export type LowDisk = DatabaseProblem & { readonly kind: 'low-disk' };

/** The problem when less than `neededBytes` are free for `path`. */
export async function findLowDisk(
  path: string,
  neededBytes: number,
  freeBytes: FreeBytes,
): Promise<LowDisk | undefined> {
  const free = await freeBytes(path);
  return free < neededBytes ? { kind: 'low-disk', path, freeBytes: free, neededBytes } : undefined;
}
