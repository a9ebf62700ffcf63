import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

type Scalar = 'text' | 'bytes' | 'base64' | 'fixed64' | 'sfixed64' | 'int64' | 'int32' | 'double' | 'bool';
interface Message {
  readonly [member: string]: readonly [field: number, type: Scalar | (() => Message)];
}

const any: Message = {
  stringValue: [1, 'text'],
  boolValue: [2, 'bool'],
  intValue: [3, 'int64'],
  doubleValue: [4, 'double'],
  arrayValue: [5, () => ({ values: [1, () => any] })],
  kvlistValue: [6, () => ({ values: [1, () => keyValue] })],
  bytesValue: [7, 'base64'],
};
const keyValue: Message = { key: [1, 'text'], value: [2, () => any] };
const attributes = [1, () => keyValue] as const;
const scope: Message = { name: [1, 'text'], version: [2, 'text'], attributes: [3, () => keyValue] };
const log: Message = {
  timeUnixNano: [1, 'fixed64'],
  observedTimeUnixNano: [11, 'fixed64'],
  severityNumber: [2, 'int32'],
  severityText: [3, 'text'],
  body: [5, () => any],
  attributes: [6, () => keyValue],
  traceId: [9, 'bytes'],
  spanId: [10, 'bytes'],
  eventName: [12, 'text'],
};
const spanEvent: Message = { timeUnixNano: [1, 'fixed64'], name: [2, 'text'], attributes: [3, () => keyValue] };
const span: Message = {
  traceId: [1, 'bytes'],
  spanId: [2, 'bytes'],
  parentSpanId: [4, 'bytes'],
  name: [5, 'text'],
  kind: [6, 'int32'],
  startTimeUnixNano: [7, 'fixed64'],
  endTimeUnixNano: [8, 'fixed64'],
  attributes: [9, () => keyValue],
  events: [11, () => spanEvent],
  status: [15, () => ({ message: [2, 'text'], code: [3, 'int32'] })],
};
const numberPoint: Message = {
  attributes: [7, () => keyValue],
  timeUnixNano: [3, 'fixed64'],
  asDouble: [4, 'double'],
  asInt: [6, 'sfixed64'],
  flags: [8, 'int32'],
};
const countedPoint = (attributesField: number, flagsField: number): Message => ({
  attributes: [attributesField, () => keyValue],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  flags: [flagsField, 'int32'],
});
const points = (point: Message) => (): Message => ({
  dataPoints: [1, () => point],
  aggregationTemporality: [2, 'int32'],
});
const metric: Message = {
  name: [1, 'text'],
  unit: [3, 'text'],
  gauge: [5, points(numberPoint)],
  sum: [7, points(numberPoint)],
  histogram: [9, points(countedPoint(9, 10))],
  exponentialHistogram: [10, points(countedPoint(1, 10))],
  summary: [11, points(countedPoint(7, 8))],
};
const below = (scopes: string, list: string, record: Message) => (): Message => ({
  resource: [1, () => ({ attributes })],
  [scopes]: [2, () => ({ scope: [1, () => scope], [list]: [2, () => record] })],
});
const request: Message = {
  resourceLogs: [1, below('scopeLogs', 'logRecords', log)],
  resourceSpans: [1, below('scopeSpans', 'spans', span)],
  resourceMetrics: [1, below('scopeMetrics', 'metrics', metric)],
};

/** The same request in protobuf as in JSON: written from the definitions, apart from what the receiver reads it with. */
export function encodeOtlp(json: object): Buffer {
  const writer = new BinaryWriter();
  write(writer, request, json);
  return Buffer.from(writer.finish());
}

function write(writer: BinaryWriter, message: Message, json: object): void {
  for (const [member, value] of Object.entries(json) as [string, unknown][]) {
    const known = message[member];
    if (known === undefined) throw new Error(`The encoder of the tests does not know ${member}`);
    const [field, type] = known;
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) writeOne(writer, field, type, one);
  }
}

function writeOne(writer: BinaryWriter, field: number, type: Scalar | (() => Message), value: unknown): void {
  const delimited = (): BinaryWriter => writer.tag(field, WireType.LengthDelimited);
  switch (type) {
    case 'text':
      delimited().string(value as string);
      break;
    case 'bytes':
      delimited().bytes(Buffer.from(value as string, 'hex'));
      break;
    case 'base64':
      delimited().bytes(Buffer.from(value as string, 'base64'));
      break;
    case 'fixed64':
      writer.tag(field, WireType.Bit64).fixed64(value as string);
      break;
    case 'sfixed64':
      writer.tag(field, WireType.Bit64).sfixed64(value as string);
      break;
    case 'double':
      writer.tag(field, WireType.Bit64).double(Number(value));
      break;
    case 'int64':
      writer.tag(field, WireType.Varint).int64(value as string);
      break;
    case 'int32':
      writer.tag(field, WireType.Varint).int32(value as number);
      break;
    case 'bool':
      writer.tag(field, WireType.Varint).bool(value as boolean);
      break;
    default:
      delimited().fork();
      write(writer, type(), value as object);
      writer.join();
  }
}
