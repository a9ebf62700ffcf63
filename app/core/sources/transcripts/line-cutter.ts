/** The longest line that is read; a longer one is a broken line. */
export const longestLineBytes = 32 * 1024 * 1024;

/** One line of a session file. */
export interface TranscriptLine {
  /** From 1. */
  readonly number: number;
  /** Where it begins in the file. */
  readonly startOffset: number;
  /** Without its end; undefined when it was too long. Only good until the next bytes are cut. */
  readonly bytes: Buffer | undefined;
}

const newline = 0x0a;

/** Cuts the bytes of a file into lines. The rest after the last newline waits, in at most `longestBytes`. */
export class LineCutter {
  private readonly longestBytes: number;
  private parts: Buffer[] = [];
  private partBytes = 0;
  private offset = 0;
  private number = 0;
  private isTooLong = false;

  constructor(longestBytes = longestLineBytes) {
    this.longestBytes = longestBytes;
  }

  /** Where the line begins that has no end yet. */
  get lineStart(): number {
    return this.offset;
  }

  *cut(bytes: Buffer): Generator<TranscriptLine, void, void> {
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      const part = bytes.subarray(start, end);
      start = end + 1;
      yield this.line(part);
    }
    if (start < bytes.length) this.keep(bytes.subarray(start));
  }

  /** What stands after the last newline, as a line; undefined when nothing does. */
  rest(): TranscriptLine | undefined {
    return this.partBytes === 0 ? undefined : this.line(Buffer.alloc(0));
  }

  private line(part: Buffer): TranscriptLine {
    const length = this.partBytes + part.length;
    const tooLong = this.isTooLong || length > this.longestBytes;
    const whole = this.parts.length === 0 ? part : Buffer.concat([...this.parts, part]);
    this.parts = [];
    this.partBytes = 0;
    this.isTooLong = false;
    const startOffset = this.offset;
    this.offset += length + 1;
    this.number += 1;
    return { number: this.number, startOffset, bytes: tooLong ? undefined : whole };
  }

  private keep(part: Buffer): void {
    this.partBytes += part.length;
    this.isTooLong ||= this.partBytes > this.longestBytes;
    // Copied: the reader uses its buffer again.
    if (this.isTooLong) this.parts = [];
    else this.parts.push(Buffer.from(part));
  }
}
