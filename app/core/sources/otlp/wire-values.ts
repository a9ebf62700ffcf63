import { type BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { AttributeValue, Attributes } from './otlp-record.ts';
import { finite, integer } from './record-facts.ts';
import { type ValueBudget, setKey } from './value-budget.ts';

/** Tags as they stand in a message: the field number and how its value is written. */
export const varint = (field: number): number => (field << 3) | WireType.Varint;
export const fixed64 = (field: number): number => (field << 3) | WireType.Bit64;
export const delimited = (field: number): number => (field << 3) | WireType.LengthDelimited;

const wireTypes: readonly WireType[] = [
  WireType.Varint,
  WireType.Bit64,
  WireType.LengthDelimited,
  WireType.StartGroup,
  WireType.EndGroup,
  WireType.Bit32,
];

/** Reads one message field by field over a body in protobuf. What it throws makes the record unreadable. */
export class WireReader {
  readonly wire: BinaryReader;
  readonly bytes: Buffer;

  constructor(wire: BinaryReader, bytes: Buffer) {
    this.wire = wire;
    this.bytes = bytes;
  }

  /** The next tag of the message that ends at `end`, 0 at its end. */
  tag(end: number): number {
    if (this.wire.pos < end) {
      const tag = this.wire.uint32();
      if (tag >>> 3 === 0) throw new RangeError('a field has the number 0');
      return tag;
    }
    if (this.wire.pos > end) throw new RangeError('a field is longer than the message that holds it');
    return 0;
  }

  /** Goes past the value of a field that is not known, or is written in another way than it should be. */
  skip(tag: number): void {
    const wireType = wireTypes[tag & 7];
    if (wireType === undefined) throw new RangeError('a field is written in no known way');
    this.wire.skip(wireType, tag >>> 3);
  }

  /** Where the message ends that begins here. */
  end(): number {
    const length = this.wire.uint32();
    const end = this.wire.pos + length;
    if (end > this.bytes.length) throw new RangeError('a field is longer than the message that holds it');
    return end;
  }

  text(): string {
    return this.decoded('utf8');
  }

  hex(): string {
    return this.decoded('hex');
  }

  base64(): string {
    return this.decoded('base64');
  }

  nano(): bigint {
    const low = this.wire.fixed32();
    return (BigInt(this.wire.fixed32()) << 32n) | BigInt(low);
  }

  signed(): bigint {
    return BigInt(this.wire.int64());
  }

  signedFixed(): bigint {
    return BigInt.asIntN(64, this.nano());
  }

  private decoded(encoding: 'utf8' | 'hex' | 'base64'): string {
    const end = this.end();
    const decoded = this.bytes.toString(encoding, this.wire.pos, end);
    this.wire.pos = end;
    return decoded;
  }
}

/** Reads one `KeyValue` into a map; of two values with one key the later one stands. */
export function readAttribute(
  reader: WireReader,
  into: Record<string, AttributeValue>,
  budget: ValueBudget,
  depth = 0,
): void {
  const end = reader.end();
  if (!budget.take()) {
    reader.wire.pos = end;
    return;
  }
  let key = '';
  let value: AttributeValue = null;
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === delimited(1)) key = budget.text(reader.text());
    else if (tag === delimited(2)) value = readAny(reader, budget, depth);
    else reader.skip(tag);
  }
  setKey(into, key, value);
}

/** Reads one `AnyValue`. */
export function readAny(reader: WireReader, budget: ValueBudget, depth = 0): AttributeValue {
  const end = reader.end();
  let value: AttributeValue = null;
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    switch (tag) {
      case delimited(1):
        value = budget.text(reader.text());
        break;
      case varint(2):
        value = reader.wire.bool();
        break;
      case varint(3):
        value = integer(reader.signed());
        break;
      case fixed64(4):
        value = finite(reader.wire.double());
        break;
      case delimited(5):
        value = readList(reader, budget, depth);
        break;
      case delimited(6):
        value = readMap(reader, budget, depth);
        break;
      case delimited(7):
        value = budget.text(reader.base64());
        break;
      default:
        reader.skip(tag);
    }
  }
  return value;
}

function readList(reader: WireReader, budget: ValueBudget, depth: number): AttributeValue {
  const end = reader.end();
  const list: AttributeValue[] = [];
  if (!budget.mayNest(depth)) {
    reader.wire.pos = end;
    return null;
  }
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === delimited(1) && budget.take()) list.push(readAny(reader, budget, depth + 1));
    else reader.skip(tag);
  }
  return list;
}

function readMap(reader: WireReader, budget: ValueBudget, depth: number): Attributes | null {
  const end = reader.end();
  const map: Record<string, AttributeValue> = {};
  if (!budget.mayNest(depth)) {
    reader.wire.pos = end;
    return null;
  }
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === delimited(1)) readAttribute(reader, map, budget, depth + 1);
    else reader.skip(tag);
  }
  return map;
}
