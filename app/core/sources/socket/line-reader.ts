import { type Result, fail, ok } from '../../../contract/result.ts';

const newline = 0x0a;

/**
 * Cuts bytes into lines. Holds at most `limitBytes` of an unfinished line. An empty line is none; the rest after the
 * last newline is not a line.
 */
export class LineReader {
  private readonly limitBytes: number;
  private parts: Buffer[] = [];
  private partBytes = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** The lines that `bytes` finish, or the reason why nothing after this can be read. */
  read(bytes: Buffer): Result<Buffer[], string> {
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      const part = bytes.subarray(start, end);
      start = end + 1;
      if (this.partBytes + part.length > this.limitBytes) return this.tooLong();
      const line = this.parts.length === 0 ? part : Buffer.concat([...this.parts, part]);
      this.parts = [];
      this.partBytes = 0;
      if (line.length > 0) lines.push(line);
    }
    const rest = bytes.subarray(start);
    if (this.partBytes + rest.length > this.limitBytes) return this.tooLong();
    // Copied: a slice would keep the whole chunk alive.
    if (rest.length > 0) this.parts.push(Buffer.from(rest));
    this.partBytes += rest.length;
    return ok(lines);
  }

  private tooLong(): Result<never, string> {
    this.parts = [];
    this.partBytes = 0;
    return fail(`a line is longer than ${this.limitBytes} bytes`);
  }
}
