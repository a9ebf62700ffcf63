import type { AttributeValue, OtlpOrigin, OtlpPoint } from './otlp-record.ts';
import { type MetricHead, finite, milliseconds, noRecordedValue } from './record-facts.ts';
import type { ValueBudget } from './value-budget.ts';
import { type WireReader, delimited, fixed64, readAttribute, varint } from './wire-values.ts';

/** Which field holds what differs between the four messages of a data point; the time is field 3 in all of them. */
interface PointFields {
  readonly attributes: number;
  readonly flags: number;
  /** As a double. */
  readonly value: number;
  /** As a signed 64-bit integer, where there is a choice. */
  readonly integer: number;
  readonly count: number;
}

const none = -1;
const numberPoint: PointFields = { attributes: 7, flags: 8, value: 4, integer: 6, count: none };
const fieldsOf: ReadonlyMap<string, PointFields> = new Map([
  ['histogram', { attributes: 9, flags: 10, value: 5, integer: none, count: 4 }],
  ['exponentialHistogram', { attributes: 1, flags: 10, value: 5, integer: none, count: 4 }],
  ['summary', { attributes: 7, flags: 8, value: 5, integer: none, count: 4 }],
]);

/** Reads one data point that ends at `end`; `member` is the field of `Metric` that it stands in. */
export function wirePoint(
  reader: WireReader,
  end: number,
  origin: OtlpOrigin,
  member: string,
  head: MetricHead,
  receivedMs: number,
  budget: ValueBudget,
): OtlpPoint {
  const fields = fieldsOf.get(member) ?? numberPoint;
  const attributes: Record<string, AttributeValue> = {};
  let timeNano = 0n;
  let value: number | null = null;
  let count = fields.count === none ? 1 : 0;
  let flags = 0;
  for (let tag = reader.tag(end); tag !== 0; tag = reader.tag(end)) {
    if (tag === fixed64(3)) timeNano = reader.nano();
    else if (tag === fixed64(fields.value)) value = finite(reader.wire.double());
    else if (tag === fixed64(fields.integer)) value = Number(reader.signedFixed());
    else if (tag === fixed64(fields.count)) count = Number(reader.nano());
    else if (tag === delimited(fields.attributes)) readAttribute(reader, attributes, budget);
    else if (tag === varint(fields.flags)) flags = reader.wire.uint32();
    else reader.skip(tag);
  }
  return {
    signal: 'point',
    origin,
    ...head,
    timeMs: timeNano === 0n ? receivedMs : milliseconds(timeNano),
    value: (flags & noRecordedValue) === 0 ? value : null,
    count,
    attributes,
  };
}
