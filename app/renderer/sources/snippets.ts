import { type Endpoints } from '../../contract/connect.ts';

const standardUrl = 'http://127.0.0.1:4318';

/** Variables that every OpenTelemetry SDK reads. */
export function openTelemetrySnippet({ otlpUrl, otlpRequiresToken }: Endpoints): string {
  return [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${otlpUrl ?? standardUrl}`,
    'export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    ...(otlpRequiresToken ? ['export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer%20TOKEN"'] : []),
  ].join('\n');
}

/** A handler for the callbacks of LangChain; `hivebar/sink` finds the running Hivebar by itself. */
export const langGraphSnippet = `import { createSink } from 'hivebar/sink';

const hivebar = createSink();
await graph.invoke(input, { callbacks: [hivebar.handler] });`;
