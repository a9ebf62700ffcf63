import { appendFile, chmod, readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { type HistoryEntry, historyEntry } from '../../contract/console.ts';
import { errorCode } from '../database/file-errors.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { writePrivateFile } from '../private-file.ts';

/** What the file holds at most: the oldest entries go first. */
const mostEntries = 2000;
const mostBytes = 16_000_000;

/**
 * The statements that were run, newest last, as lines of JSON in a private file. An entry is appended, and the file
 * written anew when it has grown to twice what is kept. A last line that a crash has torn is passed over.
 */
export class History {
  private readonly path: string;
  /** An entry is neither lost to a shortening nor read in halves. */
  private readonly next = oneAtATime();
  private linesInFile = 0;
  private bytesInFile = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Newest first; those whose text holds `search`, whatever the case. Rejects when the file cannot be read. */
  async find(search: string): Promise<HistoryEntry[]> {
    const wanted = search.trim().toLowerCase();
    const entries = await this.next(() => this.read());
    return entries.filter(({ sql }) => sql.toLowerCase().includes(wanted)).reverse();
  }

  async add(entry: HistoryEntry): Promise<void> {
    await this.next(async () => {
      if (this.linesInFile === 0) await this.read();
      const line = `${JSON.stringify(entry)}\n`;
      // A line feed before it: a torn line then spoils itself alone.
      const text = this.bytesInFile > 0 ? `\n${line}` : line;
      await appendFile(this.path, text, { mode: 0o600 });
      if (this.bytesInFile === 0) await chmod(this.path, 0o600);
      this.linesInFile += 1;
      this.bytesInFile += Buffer.byteLength(text);
      if (this.linesInFile > 2 * mostEntries || this.bytesInFile > 2 * mostBytes) await this.shorten();
    });
  }

  /** Removes the statements that `find` would give. Rejects when the file cannot be written. */
  async forget(search: string): Promise<void> {
    const unwanted = search.trim().toLowerCase();
    await this.next(async () => {
      const entries = await this.read();
      const kept = entries.filter(({ sql }) => !sql.toLowerCase().includes(unwanted));
      if (kept.length < entries.length) await this.write(kept);
    });
  }

  private async read(): Promise<HistoryEntry[]> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return '';
      throw error;
    });
    const lines = text.split('\n').filter((line) => line !== '');
    this.linesInFile = lines.length;
    this.bytesInFile = Buffer.byteLength(text);
    return newest(lines.flatMap(parseLine));
  }

  private async shorten(): Promise<void> {
    await this.write(await this.read());
  }

  private async write(entries: readonly HistoryEntry[]): Promise<void> {
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
    await writePrivateFile(this.path, lines.join(''));
    this.linesInFile = lines.length;
    this.bytesInFile = Buffer.byteLength(lines.join(''));
  }
}

const line = v.pipe(v.string(), v.parseJson(), historyEntry);

function parseLine(text: string): HistoryEntry[] {
  const parsed = v.safeParse(line, text);
  return parsed.success ? [parsed.output] : [];
}

/** The newest entries that fit. */
function newest(entries: readonly HistoryEntry[]): HistoryEntry[] {
  let bytes = 0;
  let from = entries.length;
  for (const entry of entries.slice(-mostEntries).reverse()) {
    bytes += entry.sql.length + entry.error.length;
    if (bytes > mostBytes) break;
    from -= 1;
  }
  return entries.slice(from);
}
