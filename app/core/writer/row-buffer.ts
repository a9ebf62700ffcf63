const firstBytes = 64 * 1024;
/** A buffer that grew beyond this for one large push is let go afterwards. */
const keptBytes = 1024 * 1024;
/** Up to this length a loop over the characters beats the call into Node's encoder. */
const shortString = 40;

/** Packed rows under construction: ClickHouse's RowBinary, written into one buffer that is used again and again. */
export class RowBuffer {
  /** Where the next byte goes. Setting it back takes bytes away again. */
  at = 0;
  #bytes = Buffer.allocUnsafeSlow(firstBytes);
  #view = viewOf(this.#bytes);

  /** What was written, valid until the next write. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Begins anew; gives a very large buffer back. */
  clear(): void {
    this.at = 0;
    if (this.#bytes.length > keptBytes) this.#adopt(Buffer.allocUnsafeSlow(firstBytes));
  }

  uint8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.at++] = value;
  }
  int16(value: number): void {
    this.#reserve(2);
    this.#view.setInt16(this.at, value, true);
    this.at += 2;
  }
  int32(value: number): void {
    this.#reserve(4);
    this.#view.setInt32(this.at, value, true);
    this.at += 4;
  }
  float32(value: number): void {
    this.#reserve(4);
    this.#view.setFloat32(this.at, value, true);
    this.at += 4;
  }
  float64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.at, value, true);
    this.at += 8;
  }
  /** A safe integer, as 8 bytes in two's complement. */
  safeInt64(value: number): void {
    this.#reserve(8);
    const high = Math.floor(value / 0x1_0000_0000);
    this.#view.setUint32(this.at, value - high * 0x1_0000_0000, true);
    this.#view.setInt32(this.at + 4, high, true);
    this.at += 8;
  }
  int64(value: bigint): void {
    this.#reserve(8);
    this.#view.setBigInt64(this.at, BigInt.asIntN(64, value), true);
    this.at += 8;
  }
  /** A length: 7 bits a byte, lowest first. */
  varint(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.at++] = rest;
  }
  raw(value: Uint8Array): void {
    const length = value.length;
    this.#reserve(length);
    if (length > shortString) this.#bytes.set(value, this.at);
    else for (let i = 0; i < length; i++) this.#bytes[this.at + i] = value[i] ?? 0;
    this.at += length;
  }
  zeros(count: number): void {
    this.#reserve(count);
    this.#bytes.fill(0, this.at, this.at + count);
    this.at += count;
  }
  /** UTF-8 without a length; `byteLength` is what Buffer.byteLength says of it. */
  utf8(value: string, byteLength: number): void {
    this.#reserve(byteLength);
    this.at += this.#bytes.write(value, this.at, 'utf8');
  }
  /** Length and UTF-8, if that is short and plain ASCII; false, with nothing written, if not. */
  shortAscii(value: string): boolean {
    const length = value.length;
    if (length > shortString) return false;
    this.#reserve(length + 1);
    const bytes = this.#bytes;
    let at = this.at;
    bytes[at++] = length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[at++] = code;
    }
    this.at = at;
    return true;
  }

  #reserve(count: number): void {
    if (this.at + count > this.#bytes.length) this.#grow(count);
  }

  #grow(count: number): void {
    const wider = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.at + count));
    this.#bytes.copy(wider, 0, 0, this.at);
    this.#adopt(wider);
  }

  #adopt(bytes: Buffer<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
