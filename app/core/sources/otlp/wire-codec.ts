import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { BodyNode } from './body-index.ts';
import type { OtlpOrigin } from './otlp-record.ts';
import type { RecordCodec } from './record-codec.ts';
import { type MetricHead, BadRecord, kindOf, originOf, temporalityOf } from './record-facts.ts';
import type { ValueBudget } from './value-budget.ts';
import { indexWire } from './wire-index.ts';
import { wirePoint } from './wire-point.ts';
import { wireLog, wireResource, wireScope, wireSpan } from './wire-records.ts';
import { WireReader } from './wire-values.ts';

/** Records in protobuf. One reader serves a whole group; it is set to the start of each record. */
export const wireCodec: RecordCodec = {
  index: indexWire,
  open(body, { signal, node }, receivedMs, budget) {
    const reader = new WireReader(new BinaryReader(body), body);
    const origin = readOrigin(reader, node, budget);
    const at = (start: number): WireReader => {
      reader.wire.pos = start;
      return reader;
    };
    if (signal === 'log') return (start, end) => wireLog(at(start), end, origin, receivedMs, budget);
    if (signal === 'span') return (start, end) => wireSpan(at(start), end, origin, budget);
    const head = readHead(reader, node);
    return (start, end) => wirePoint(at(start), end, origin, node.name, head, receivedMs, budget);
  },
  problem(error) {
    if (error instanceof BadRecord) return error.message;
    // The reader of protobuf throws plain errors. Their words name lengths and field numbers; ours say enough.
    return error instanceof Error && !(error instanceof TypeError) ? 'it is no protobuf message' : null;
  },
};

function readOrigin(reader: WireReader, node: BodyNode, budget: ValueBudget): OtlpOrigin {
  const resource = node.find('resource');
  const scope = node.find('scope');
  if (resource !== undefined) reader.wire.pos = resource.start;
  const attributes = resource === undefined ? {} : wireResource(reader, resource.end, budget);
  if (scope !== undefined) reader.wire.pos = scope.start;
  return originOf(attributes, scope === undefined ? undefined : wireScope(reader, scope.end));
}

function readHead({ wire, bytes }: WireReader, node: BodyNode): MetricHead {
  const text = (name: string): string => {
    const range = node.find(name);
    return range === undefined ? '' : bytes.toString('utf8', range.start, range.end);
  };
  const temporality = node.kept.get('aggregationTemporality');
  if (temporality !== undefined) wire.pos = temporality.start;
  return {
    metric: text('name'),
    unit: text('unit'),
    kind: kindOf(node.name),
    temporality: temporality === undefined ? 'unspecified' : temporalityOf(wire.int32()),
  };
}
