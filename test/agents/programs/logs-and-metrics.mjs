/** A program that logs and counts through the OpenTelemetry SDK, and knows nothing of models. */
import { SeverityNumber } from '@opentelemetry/api-logs';
import { AggregationTemporalityPreference } from '@opentelemetry/exporter-metrics-otlp-http';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { logExporter, metricExporter, resource } from './telemetry.mjs';

const logs = new LoggerProvider({
  resource,
  processors: [new BatchLogRecordProcessor({ exporter: await logExporter() })],
});
const logger = logs.getLogger('brewery', '0.3.0');
const count = Number(process.env.LOG_RECORDS ?? 3);
for (let number = 0; number < count; number += 1) {
  logger.emit({
    eventName: 'brew.step',
    severityNumber: number % 2 === 0 ? SeverityNumber.INFO : SeverityNumber.WARN,
    body: `step ${number}`,
    attributes: { number, litres: 2.5, kinds: ['ale', 'stout'] },
  });
}
logger.emit({ severityNumber: SeverityNumber.FATAL, body: { boiled: 'over', kettle: 2 } });

const metrics = new MeterProvider({
  resource,
  readers: [
    new PeriodicExportingMetricReader({
      exporter: await metricExporter(AggregationTemporalityPreference.DELTA),
      exportIntervalMillis: 3_600_000,
    }),
  ],
});
const meter = metrics.getMeter('brewery');
meter.createCounter('brews', { unit: '{brew}' }).add(7, { kind: 'ale' });
meter.createObservableGauge('kettle.temperature', { unit: 'Cel' }).addCallback((result) => result.observe(66.5));
const seconds = meter.createHistogram('brew.duration', { unit: 's' });
for (const duration of [1, 2, 4]) seconds.record(duration);

await Promise.all([logs.shutdown(), metrics.shutdown()]);
