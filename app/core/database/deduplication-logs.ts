import { readFile, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseFiles } from './config.ts';
import { errorCode } from './file-errors.ts';

/**
 * ClickHouse notes the token of an insert before it gives the part its name. A server that is killed in between remembers
 * a block that it does not have: the block comes again, is taken for a repetition, and is lost. So before every start
 * the last notes of each table are taken back as far as they are about parts that are not there.
 *
 * Must run while no server has the data open. Returns how many notes were taken back.
 */
export async function forgetUnfinishedInserts({ data }: Pick<DatabaseFiles, 'data'>): Promise<number> {
  let forgotten = 0;
  for (const table of await tableFolders(join(data, 'store'))) forgotten += await repairTable(table);
  return forgotten;
}

const logsFolder = 'deduplication_logs';

/** One line: 1 for added or 2 for dropped, the part, its token. */
const added = /^1\t(\S+)\t\S+$/;

async function repairTable(table: string): Promise<number> {
  const logs = (await namesIn(join(table, logsFolder)))
    .map((name) => ({ name, number: Number(/^deduplication_log_(\d+)\.txt$/.exec(name)?.[1] ?? NaN) }))
    .filter(({ number }) => !Number.isNaN(number))
    .sort((a, b) => b.number - a.number);
  let forgotten = 0;
  // The newest file is empty when the last note filled the one before.
  for (const { name } of logs) {
    const file = join(table, logsFolder, name);
    const lines = (await readFile(file, 'utf8')).split('\n');
    const wholeLines = lines.slice(0, -1);
    let kept = wholeLines.length;
    while (kept > 0 && (await isUnfinished(table, wholeLines[kept - 1] ?? ''))) kept -= 1;
    const after = wholeLines.slice(0, kept).reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    // What follows the last line end is a note that was never written in full.
    if (kept < wholeLines.length || lines.at(-1) !== '') await truncate(file, after);
    forgotten += wholeLines.length - kept;
    if (kept > 0) break;
  }
  return forgotten;
}

/** Whether a note is about a part that was never finished: it is not there, nor merged into another. */
async function isUnfinished(table: string, note: string): Promise<boolean> {
  const part = added.exec(note)?.[1];
  if (part === undefined) return false;
  if (await exists(join(table, part))) return false;
  const wanted = blocksOf(part);
  return wanted !== undefined && !(await namesIn(table)).some((name) => covers(blocksOf(name), wanted));
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
  const folders: string[] = [];
  for (const prefix of await namesIn(store)) {
    for (const id of await namesIn(join(store, prefix))) folders.push(join(store, prefix, id));
  }
  return folders;
}

/** The names in a folder; none when there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return [];
    throw error;
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );
}
