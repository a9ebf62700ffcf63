import type { ConsoleColumn } from '../../contract/console.ts';

/** Takes what an answer says, piece by piece, in the order in which it comes. */
export interface AnswerSink {
  /** Whole lines, each with its line feed, and how long each is. */
  rows(lines: Buffer, lengths: readonly number[]): Promise<void>;
  columns(columns: readonly ConsoleColumn[]): void;
  /** The row of WITH TOTALS, and how many bytes it takes. */
  totals(values: readonly unknown[], bytes: number): void;
  progress(figures: { readonly rowsRead: number; readonly bytesRead: number; readonly totalRows: number }): void;
}

const lineFeed = 10;
const rowStart = Buffer.from('{"row":');
/** How ClickHouse begins to tell of a failure in the middle of an answer, whatever its format. */
const failureMark = '__exception__';

/**
 * Reads an answer in JSONCompactEachRowWithProgress as it comes: rows are handed on as bytes and not parsed. What is
 * left of a line at the end of a chunk waits for the next. A failure in the middle comes in one of two forms, an
 * `exception` line or a marked block at the end; `failure()` is its text.
 */
export class AnswerLines {
  private readonly sink: AnswerSink;
  private rest: Buffer[] = [];
  private exception: string | undefined;
  /** The lines of the block that tells of a failure, from its mark on. */
  private failureLines: string[] | undefined;

  constructor(sink: AnswerSink) {
    this.sink = sink;
  }

  async add(chunk: Buffer): Promise<void> {
    let runFrom = 0;
    let lengths: number[] = [];
    const handOn = async (to: number): Promise<void> => {
      if (lengths.length > 0) await this.sink.rows(chunk.subarray(runFrom, to), lengths);
      lengths = [];
    };
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, from)) {
      const next = end + 1;
      if (this.rest.length > 0) {
        await this.line(Buffer.concat([...this.rest, chunk.subarray(from, next)]));
        this.rest = [];
        runFrom = next;
      } else if (this.failureLines === undefined && isRow(chunk, from)) {
        // Rows that follow one another are handed on together.
        if (lengths.length === 0) runFrom = from;
        lengths.push(next - from);
      } else {
        await handOn(from);
        await this.line(chunk.subarray(from, next));
      }
      from = next;
    }
    await handOn(from);
    if (from < chunk.length) this.rest.push(chunk.subarray(from));
  }

  /** What went wrong in the middle of the answer; undefined when nothing did. Asked at the end. */
  failure(): string | undefined {
    if (this.failureLines === undefined) return this.exception;
    return failureText([...this.failureLines, Buffer.concat(this.rest).toString('utf8')].join('\n'));
  }

  private async line(bytes: Buffer): Promise<void> {
    if (this.failureLines === undefined && isRow(bytes, 0)) return this.sink.rows(bytes, [bytes.length]);
    const text = bytes.toString('utf8').trim();
    if (this.failureLines !== undefined) this.failureLines.push(text);
    else if (text === failureMark) this.failureLines = [text];
    else if (text.startsWith('{')) this.event(JSON.parse(text) as AnswerEvent, bytes.length);
  }

  private event(event: AnswerEvent, bytes: number): void {
    if (event.meta !== undefined) this.sink.columns(event.meta);
    if (event.totals !== undefined) this.sink.totals(event.totals, bytes);
    if (event.exception !== undefined) this.exception = event.exception;
    if (event.progress !== undefined) {
      const { read_rows, read_bytes, total_rows_to_read } = event.progress;
      this.sink.progress({
        rowsRead: Number(read_rows ?? 0),
        bytesRead: Number(read_bytes ?? 0),
        totalRows: Number(total_rows_to_read ?? 0),
      });
    }
  }
}

/** A line that is no row, as ClickHouse writes it; the wire is trusted, other keys are passed over. */
interface AnswerEvent {
  readonly meta?: readonly ConsoleColumn[];
  readonly totals?: readonly unknown[];
  readonly exception?: string;
  readonly progress?: {
    readonly read_rows?: string;
    readonly read_bytes?: string;
    readonly total_rows_to_read?: string;
  };
}

/** The text of a failure out of the block that ends an answer: mark, tag, text, length and tag, mark. */
export function failureText(end: string): string | undefined {
  const marked = end.indexOf(failureMark);
  if (marked === -1) return undefined;
  const [, , ...lines] = end.slice(marked).split('\n');
  const last = lines.findIndex((line) => /^\d+ [a-z]+\s*$/.test(line));
  return (last === -1 ? lines : lines.slice(0, last)).join('\n').trim();
}

function isRow(bytes: Buffer, from: number): boolean {
  return bytes.compare(rowStart, 0, rowStart.length, from, Math.min(from + rowStart.length, bytes.length)) === 0;
}
