import { readFile } from 'node:fs/promises';
import { crashTables } from './tables.ts';

/** What one thread of one process pushed into one table: rows with the numbers 0, 1, 2, … */
export interface Stream {
  readonly table: string;
  readonly run: number;
  readonly process: number;
  readonly thread: number;
  /** Rows below this number were accepted: the push had returned OK. */
  readonly accepted: number;
  /** Rows below this number may be there: their push was begun. A push is there whole or not at all. */
  readonly attempted: number;
}

export const maxThreads = 4;
/** Two numbers of 8 bytes, attempted and accepted. */
export const streamBytes = 16;
export const ledgerBytes = maxThreads * crashTables.length * streamBytes;

/** Where the stream of a thread and a table (by its place in `crashTables`) lies in the file. */
export function streamOffset(thread: number, table: number): number {
  return (thread * crashTables.length + table) * streamBytes;
}

/** Reads the ledger of one process; one that died before it had made the file had accepted nothing. */
export async function readLedger(file: string, run: number, process: number): Promise<Stream[]> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  if (bytes.length < ledgerBytes) return [];
  const streams: Stream[] = [];
  for (let thread = 0; thread < maxThreads; thread++) {
    for (const [index, { name }] of crashTables.entries()) {
      const at = streamOffset(thread, index);
      const attempted = Number(bytes.readBigUInt64LE(at));
      const accepted = Number(bytes.readBigUInt64LE(at + 8));
      if (attempted > 0) streams.push({ table: name, run, process, thread, accepted, attempted });
    }
  }
  return streams;
}
