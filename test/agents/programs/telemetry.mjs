import { resourceFromAttributes } from '@opentelemetry/resources';

/** The program as it names itself to OpenTelemetry. */
export const resource = resourceFromAttributes({
  'service.name': process.env.SERVICE_NAME ?? 'test-program',
  'service.version': '4.2.0',
});

/** `json` or `protobuf`; the exporters read the address from OTEL_EXPORTER_OTLP_ENDPOINT, as they do everywhere. */
const isJson = process.env.PROTOCOL === 'json';

/** @param {'trace' | 'logs' | 'metrics'} signal */
async function exporterModule(signal) {
  return import(`@opentelemetry/exporter-${signal}-otlp-${isJson ? 'http' : 'proto'}`);
}

const options = { compression: process.env.COMPRESSION === 'gzip' ? 'gzip' : 'none' };

export async function traceExporter() {
  const { OTLPTraceExporter } = await exporterModule('trace');
  return new OTLPTraceExporter(options);
}

export async function logExporter() {
  const { OTLPLogExporter } = await exporterModule('logs');
  return new OTLPLogExporter(options);
}

/** @param {number} temporalityPreference of `AggregationTemporalityPreference` */
export async function metricExporter(temporalityPreference) {
  const { OTLPMetricExporter } = await exporterModule('metrics');
  return new OTLPMetricExporter({ ...options, temporalityPreference });
}
