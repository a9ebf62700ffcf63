import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseFiles } from './config.ts';
import { errorCode } from './file-errors.ts';

/**
 * ClickHouse notes the token of an insert before it gives the part its name. A server that is killed in between remembers
 * a block that it does not have: the block comes again, is taken for a repetition, and is lost. So before every start
 * the last notes of each table are taken back as far as they are about parts that are not there.
 *
 * The end of a log is enough. Note and name of a part are given under one lock of the table, so when a server dies, all
 * parts but the one noted last have their names. Only a power failure can leave more such notes, for parts whose names never
 * reached the disk: reading therefore goes on backwards until the first note whose part is there, or was there.
 *
 * Must run while no server has the data open. Returns how many notes were taken back.
 */
export async function forgetUnfinishedInserts({ data }: Pick<DatabaseFiles, 'data'>): Promise<number> {
  const tables = await tableFolders(join(data, 'store'));
  const forgotten = await Promise.all(tables.map(repairTable));
  return forgotten.reduce((sum, notes) => sum + notes, 0);
}

const logsFolder = 'deduplication_logs';

/** One line: 1 for added or 2 for dropped, the part, its token. */
const added = /^1\t(\S+)\t\S+$/;

async function repairTable(table: string): Promise<number> {
  const names = await namesIn(table);
  if (!names.includes(logsFolder)) return 0;
  const logs = (await namesIn(join(table, logsFolder)))
    .map((name) => ({ name, number: Number(/^deduplication_log_(\d+)\.txt$/.exec(name)?.[1] ?? NaN) }))
    .filter(({ number }) => !Number.isNaN(number))
    .sort((a, b) => b.number - a.number);
  const isUnfinished = unfinishedAmong(names);
  let forgotten = 0;
  // The newest file is empty when the last note filled the one before.
  for (const { name } of logs) {
    const repaired = await repairLog(join(table, logsFolder, name), isUnfinished);
    forgotten += repaired.forgotten;
    if (repaired.keptBytes > 0) break;
  }
  return forgotten;
}

async function repairLog(
  path: string,
  isUnfinished: (note: string) => boolean,
): Promise<{ readonly forgotten: number; readonly keptBytes: number }> {
  const log = await open(path, 'r+');
  try {
    const { size } = await log.stat();
    let forgotten = 0;
    let keptBytes = 0;
    for await (const { text, end } of linesFromEnd(log, size)) {
      // What follows the last line end is a note that was never written in full.
      if (end === size) continue;
      if (!isUnfinished(text)) {
        keptBytes = end + 1;
        break;
      }
      forgotten += 1;
    }
    if (keptBytes < size) await log.truncate(keptBytes);
    return { forgotten, keptBytes };
  } finally {
    await log.close();
  }
}

/** Some forty notes. */
const chunkBytes = 4096;

/** The lines of a file from the last one back, with the offset of each one's end; the first is what follows the last line end. */
async function* linesFromEnd(file: FileHandle, size: number): AsyncGenerator<{ text: string; end: number }> {
  let start = size;
  let bytes = Buffer.alloc(0);
  for (;;) {
    const lineEnd = bytes.lastIndexOf('\n');
    if (lineEnd < 0 && start > 0) {
      const chunk = Buffer.alloc(Math.min(chunkBytes, start));
      start -= chunk.length;
      await file.read(chunk, 0, chunk.length, start);
      bytes = Buffer.concat([chunk, bytes]);
      continue;
    }
    yield { text: bytes.toString('utf8', lineEnd + 1), end: start + bytes.length };
    if (lineEnd < 0) return;
    bytes = bytes.subarray(0, lineEnd);
  }
}

/** Tells whether a note is about a part that was never finished: it is not there, nor merged into another. */
function unfinishedAmong(names: readonly string[]): (note: string) => boolean {
  const there = new Set(names);
  const parts = names.map(blocksOf);
  return (note) => {
    const part = added.exec(note)?.[1];
    if (part === undefined || there.has(part)) return false;
    const wanted = blocksOf(part);
    return wanted !== undefined && !parts.some((whole) => covers(whole, wanted));
  };
}

interface Blocks {
  readonly partition: string;
  readonly least: number;
  readonly most: number;
}

/** Parts are called `partition_least_most_level`, and `_mutation` behind it when they were changed. */
function blocksOf(part: string): Blocks | undefined {
  const [, partition, least, most] = /^([^_]+)_(\d+)_(\d+)_\d+(?:_\d+)?$/.exec(part) ?? [];
  return partition === undefined ? undefined : { partition, least: Number(least), most: Number(most) };
}

function covers(whole: Blocks | undefined, { partition, least, most }: Blocks): boolean {
  return whole?.partition === partition && whole.least <= least && whole.most >= most;
}

/** Every table has a folder of two levels, named after its id. */
async function tableFolders(store: string): Promise<string[]> {
  const prefixes = (await namesIn(store)).map((prefix) => join(store, prefix));
  const folders = await Promise.all(
    prefixes.map(async (prefix) => (await namesIn(prefix)).map((id) => join(prefix, id))),
  );
  return folders.flat();
}

/** The names in a folder; none when there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return [];
    throw error;
  });
}
