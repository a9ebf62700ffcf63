import { BadBody, indexStepBytes } from './body-index.ts';

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Walks over JSON text in UTF-8 without making values of it. It finds where a value ends by quotes and brackets alone;
 * whether the value is sound is told when it is parsed.
 */
export class JsonScanner {
  readonly bytes: Uint8Array;
  pos = 0;
  private readonly depthMax: number;
  private depth = 0;
  private inText = false;

  constructor(bytes: Uint8Array, depthMax: number) {
    this.bytes = bytes;
    this.depthMax = depthMax;
  }

  /** Goes past white space and the given opening bracket; false, and before it, when another value stands there. */
  opens(bracket: '{' | '['): boolean {
    this.space();
    if (this.bytes[this.pos] !== (bracket === '{' ? openObject : openList)) return false;
    this.pos += 1;
    return true;
  }

  /** Goes past the closing bracket if it comes next. */
  closes(bracket: '}' | ']'): boolean {
    this.space();
    if (this.bytes[this.pos] !== (bracket === '}' ? closeObject : closeList)) return false;
    this.pos += 1;
    return true;
  }

  /** After a value: goes past a comma, or past the bracket, which ends the loop. */
  isLast(bracket: '}' | ']'): boolean {
    if (this.closes(bracket)) return true;
    if (this.bytes[this.pos] !== comma) this.fail(`a comma or ${bracket} is missing`);
    this.pos += 1;
    return false;
  }

  /** Goes past the name of a member and its colon. A name that is written with escapes is none that we know. */
  memberName(): string {
    this.space();
    const start = this.pos + 1;
    if (this.bytes[this.pos] !== quote) this.fail('a member name is missing');
    while (!this.skipSome());
    const name = String.fromCharCode(...this.bytes.subarray(start, Math.min(this.pos - 1, start + 64)));
    this.space();
    if (this.bytes[this.pos] !== colon) this.fail('a colon is missing');
    this.pos += 1;
    this.space();
    return name;
  }

  space(): void {
    for (;;) {
      const byte = this.bytes[this.pos];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.pos += 1;
    }
  }

  /** Goes past one value, some way at a time; true when it has ended. Between two calls nothing else may be called. */
  skipSome(): boolean {
    const { bytes } = this;
    const start = this.pos;
    const stop = Math.min(bytes.length, start + indexStepBytes);
    let pos = start;
    while (pos < stop) {
      if (this.inText) {
        pos = this.skipText(pos, stop);
        if (this.isOutside()) return this.end(pos);
        continue;
      }
      const byte = bytes[pos];
      if (byte === quote) {
        this.inText = true;
        pos += 1;
      } else if (byte === openObject || byte === openList) {
        this.depth += 1;
        if (this.depth > this.depthMax) this.fail(`it is nested deeper than ${this.depthMax} levels`, pos);
        pos += 1;
      } else if (this.depth > 0) {
        pos += 1;
        if (byte !== closeObject && byte !== closeList) continue;
        this.depth -= 1;
        if (this.depth === 0) return this.end(pos);
      } else if (endsScalar(byte)) {
        if (pos === start) this.fail('a value is missing', pos);
        return this.end(pos);
      } else {
        pos += 1;
      }
    }
    if (pos >= bytes.length) this.fail('it ends in the middle', bytes.length);
    this.pos = pos;
    return false;
  }

  fail(what: string, at = this.pos): never {
    throw new BadBody(400, `The JSON cannot be read: at byte ${at} ${what}.`);
  }

  private skipText(from: number, stop: number): number {
    const { bytes } = this;
    let pos = from;
    while (pos < stop) {
      const byte = bytes[pos];
      if (byte === quote) {
        this.inText = false;
        return pos + 1;
      }
      pos += byte === backslash ? 2 : 1;
    }
    return pos;
  }

  private isOutside(): boolean {
    return !this.inText && this.depth === 0;
  }

  private end(pos: number): true {
    this.pos = pos;
    return true;
  }
}

function endsScalar(byte: number | undefined): boolean {
  return byte === comma || byte === closeObject || byte === closeList || byte === colon || (byte ?? 0) <= 0x20;
}
