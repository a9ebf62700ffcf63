import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { type Result, fail, ok } from '../../contract/result.ts';
import { type TableName } from '../../contract/rows.ts';
import { type TableRow } from './row-sink.ts';

/**
 * What would be lost if the recorder died now: the rows of everything that is open or not yet handed over, as if it
 * ended at `atMs`. After the privacy filter: nothing else is ever written here.
 */
export interface Checkpoint {
  readonly atMs: number;
  readonly rows: readonly TableRow[];
}

const tables = ['seq.context', 'seq.presence', 'seq.mem_events'] as const satisfies TableName[];
const checkpointLine = v.object({
  v: v.literal(1),
  atMs: v.pipe(v.number(), v.integer(), v.minValue(0)),
  rows: v.array(
    v.object({ table: v.picklist(tables), row: v.looseObject({ ts_ms: v.pipe(v.number(), v.integer()) }) }),
  ),
});

/** The file is written anew, through a rename, when it has grown to this size. */
const sizeLimitBytes = 262_144;

/**
 * `open-segment.jsonl`: one checkpoint a line, the last whole line counts. A line is in the hands of the operating
 * system when `write` returns, so it survives the death of the process; a power failure may take the last ones.
 */
export class OpenSegmentJournal {
  private readonly path: string;
  private file: number | undefined;
  private bytes = 0;

  constructor(path: string) {
    this.path = path;
  }

  write(checkpoint: Checkpoint): Result<void, string> {
    const line = `${JSON.stringify({ v: 1, ...checkpoint })}\n`;
    const length = Buffer.byteLength(line);
    try {
      if (this.file === undefined || this.bytes + length > sizeLimitBytes) this.rewrite(line);
      else writeSync(this.file, line);
      this.bytes += length;
      return ok(undefined);
    } catch (error) {
      this.close();
      return fail(`The journal of the open segment cannot be written (${errorCode(error)}).`);
    }
  }

  /** The next checkpoint replaces the file: nothing of those before stays in it. */
  startAnew(): void {
    this.close();
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private rewrite(line: string): void {
    this.close();
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const fresh = `${this.path}.new`;
    writeFileSync(fresh, line, { mode: 0o600 });
    renameSync(fresh, this.path);
    this.file = openSync(this.path, 'a', 0o600);
    this.bytes = 0;
  }
}

/** The last whole checkpoint of a journal; undefined when there is none. A torn or foreign line is passed over. */
export function readCheckpoint(path: string): Result<Checkpoint | undefined, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ok(undefined);
    return fail(`The journal of the open segment cannot be read (${errorCode(error)}).`);
  }
  for (const line of text.split('\n').reverse()) {
    const checkpoint = parseLine(line);
    if (checkpoint !== undefined) return ok(checkpoint);
  }
  return ok(undefined);
}

function parseLine(line: string): Checkpoint | undefined {
  if (line === '') return undefined;
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    // A line that was cut short by the death of the process: the one before it counts.
    return undefined;
  }
  const parsed = v.safeParse(checkpointLine, json);
  // The rows came from our own row types; a column that does not fit is refused by the writer and counted there.
  return parsed.success ? { atMs: parsed.output.atMs, rows: parsed.output.rows as unknown as TableRow[] } : undefined;
}

function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
