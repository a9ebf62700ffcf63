import { type TranscriptLine, longestLineBytes } from './line-cutter.ts';

const [quote, backslash, newline] = [0x22, 0x5c, 0x0a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const longestHead = 1024 * 1024;

/**
 * Cuts a session that is one JSON document, `{…, "messages": [{…}, …]}`, into the lines that a newer session file would
 * have: its head, then each message. Lines are numbered by where they begin in the document.
 */
export class DocumentCutter {
  private stage: 'head' | 'messages' | 'tail' = 'head';
  private depth = 0;
  private isInText = false;
  private isEscaped = false;
  private lineNumber = 1;
  private offset = 0;
  /** The head, or the message that is being read. */
  private parts: Buffer[] = [];
  private partBytes = 0;
  private startNumber = 1;
  private startOffset = 0;

  /** Bytes that were cut. */
  get lineStart(): number {
    return this.offset;
  }

  *cut(bytes: Buffer): Generator<TranscriptLine, void, void> {
    let start = this.stage === 'head' || this.depth > 2 ? 0 : -1;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (this.isInText) {
        if (this.isEscaped) this.isEscaped = false;
        else if (byte === backslash) this.isEscaped = true;
        else if (byte === quote) this.isInText = false;
        continue;
      }
      if (byte === quote) this.isInText = true;
      else if (byte === newline) this.lineNumber += 1;
      else if (byte === openBrace || byte === openBracket) {
        this.depth += 1;
        if (this.stage === 'head' && this.depth === 2 && byte === openBracket) {
          this.keep(bytes.subarray(start, at));
          start = at;
          const head = this.head();
          if (head !== undefined) {
            this.stage = 'messages';
            start = -1;
            yield this.line(head);
          }
        } else if (this.stage === 'messages' && this.depth === 3) {
          start = at;
          this.startNumber = this.lineNumber;
          this.startOffset = this.offset + at;
        }
      } else if (byte === closeBrace || byte === closeBracket) {
        this.depth -= 1;
        if (this.stage === 'messages' && this.depth === 2 && start >= 0) {
          this.keep(bytes.subarray(start, at + 1));
          start = -1;
          yield this.line(Buffer.concat(this.parts));
        } else if (this.stage === 'messages' && this.depth === 1) this.stage = 'tail';
      }
    }
    if (start >= 0 && this.stage !== 'tail') this.keep(bytes.subarray(start));
    this.offset += bytes.length;
  }

  /** A document that does not end is broken. */
  rest(): TranscriptLine | undefined {
    if (this.depth === 0 && !this.isInText) return undefined;
    this.startNumber = this.lineNumber;
    this.parts = [];
    this.partBytes = 0;
    return this.line(Buffer.from('{'));
  }

  /** The fields before the messages as an object of their own; undefined when other brackets follow the head. */
  private head(): Buffer | undefined {
    if (this.partBytes > longestHead) return undefined;
    const text = Buffer.concat(this.parts).toString('utf8');
    const end = /,?\s*"messages"\s*:\s*$/.exec(text);
    return end === null ? undefined : Buffer.from(`${text.slice(0, end.index)}}`);
  }

  private keep(part: Buffer): void {
    this.partBytes += part.length;
    const longest = this.stage === 'head' ? longestHead : longestLineBytes;
    if (this.partBytes <= longest) this.parts.push(Buffer.from(part));
    else this.parts = [];
  }

  private line(bytes: Buffer): TranscriptLine {
    const isTooLong = this.partBytes > longestLineBytes;
    this.parts = [];
    this.partBytes = 0;
    return { number: this.startNumber, startOffset: this.startOffset, bytes: isTooLong ? undefined : bytes };
  }
}
