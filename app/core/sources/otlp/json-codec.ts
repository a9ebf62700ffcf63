import type { ByteRange } from './body-index.ts';
import { indexJson } from './json-index.ts';
import { jsonLog, jsonOrigin, jsonPoint, jsonSpan, jsonTemporality } from './json-records.ts';
import { type JsonObject, textOf } from './json-values.ts';
import { BadRecord, kindOf } from './record-facts.ts';
import type { RecordCodec } from './record-codec.ts';

/** Records in JSON. The text is parsed record by record, for one parse of it all would hold up the event loop. */
export function jsonCodec(depthMax: number): RecordCodec {
  return {
    index: (body, index) => indexJson(body, index, depthMax),
    open(body, { signal, node }, receivedMs, budget) {
      const kept = (name: string): unknown => parsed(body, node.find(name));
      const origin = jsonOrigin(kept('resource'), kept('scope'), budget);
      if (signal === 'log') {
        return (start, end) => jsonLog(recordAt(body, start, end), origin, receivedMs, budget);
      }
      if (signal === 'span') return (start, end) => jsonSpan(recordAt(body, start, end), origin, budget);
      const head = {
        metric: textOf(kept('name'), 'the name of a metric'),
        unit: textOf(kept('unit'), 'the unit of a metric'),
        kind: kindOf(node.name),
        temporality: jsonTemporality(parsed(body, node.kept.get('aggregationTemporality'))),
      };
      return (start, end) => jsonPoint(recordAt(body, start, end), origin, head, receivedMs, budget);
    },
    problem(error) {
      if (error instanceof BadRecord) return error.message;
      return error instanceof SyntaxError ? 'it is no JSON' : null;
    },
  };
}

function parsed(body: Buffer, range: ByteRange | undefined): unknown {
  return range === undefined ? undefined : JSON.parse(body.toString('utf8', range.start, range.end));
}

function recordAt(body: Buffer, start: number, end: number): JsonObject {
  const record: unknown = JSON.parse(body.toString('utf8', start, end));
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw new BadRecord('a record is not an object');
  }
  return record as JsonObject;
}
