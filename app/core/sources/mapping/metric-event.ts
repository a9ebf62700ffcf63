import type { AgentRow, AgentSource } from '../agents/agent-row.ts';
import type { AttributeValue, OtlpPoint } from '../otlp/otlp-record.ts';
import { pointId } from './record-identity.ts';
import { wholeMs } from './record-time.ts';
import { componentOf, originAttributes } from './trace-event.ts';

/** One data point of a metric. Cumulative points stay as they are: each holds the sum since its program began. */
export function metricEvent(source: AgentSource, point: OtlpPoint): AgentRow {
  const { origin, value } = point;
  const about: Record<string, AttributeValue> = { 'metric.kind': point.kind };
  if (point.unit !== '') about['metric.unit'] = point.unit;
  if (point.temporality !== 'unspecified') about['metric.temporality'] = point.temporality;
  if (point.kind === 'histogram' || point.kind === 'summary') about['metric.count'] = point.count;
  const isNumber = value !== null && Number.isFinite(value);
  if (!isNumber) about['metric.value'] = value === null ? 'none' : String(value);
  return {
    source,
    id: pointId(source, point),
    table: 'seq.mem_events',
    row: {
      ts_ms: wholeMs(point.timeMs),
      kind: 'metric',
      app: componentOf(origin),
      subject: point.metric,
      ...(isNumber && { value }),
    },
    attributes: { ...originAttributes(origin), ...about, ...point.attributes },
  };
}
