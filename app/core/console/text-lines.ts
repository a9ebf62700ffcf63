import type { AnswerSink } from './answer-lines.ts';
import { failureText } from './answer-lines.ts';

/** A failure in the middle of an answer is told in its last bytes; a message is shorter than this. */
const longestFailureBytes = 64 * 1024;
/** Tab is the first control character that text has. */
const firstTextByte = 9;

/**
 * Makes a table of one column of an answer in another format than the console's own, a row for each line: a person who
 * writes FORMAT Vertical wants to see just that. Bytes that are no text are not shown.
 */
export class TextLines {
  private readonly sink: AnswerSink;
  private rest = '';
  private tail = '';
  private readonly decoder = new TextDecoder('utf-8');
  /** Set when the answer holds a byte that no text has. */
  binary = false;

  constructor(sink: AnswerSink, format: string) {
    this.sink = sink;
    sink.columns([{ name: `FORMAT ${format}`, type: 'String' }]);
  }

  async add(chunk: Buffer): Promise<void> {
    this.binary ||= chunk.some((byte) => byte < firstTextByte);
    if (this.binary) return;
    const text = this.decoder.decode(chunk, { stream: true });
    this.tail = (this.tail + text).slice(-longestFailureBytes);
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    await this.store(lines);
  }

  async end(): Promise<void> {
    if (this.rest !== '') await this.store([this.rest]);
  }

  failure(): string | undefined {
    return failureText(this.tail);
  }

  private async store(lines: readonly string[]): Promise<void> {
    const rows = lines.map((line) => Buffer.from(`{"row":${JSON.stringify([line])}}\n`));
    await this.sink.rows(
      Buffer.concat(rows),
      rows.map((row) => row.length),
    );
  }
}
