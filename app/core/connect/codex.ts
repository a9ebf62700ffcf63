import type { AgentSettings } from './agent-settings.ts';
import { collectorUrl, leadsTo, shownAddress } from './collector.ts';
import type { Json } from './json-value.ts';
import { tomlSettings } from './toml-settings.ts';

/** Codex takes the address of each signal as it is written, and appends no path to it. */
const paths = { exporter: '/v1/logs', trace_exporter: '/v1/traces', metrics_exporter: '/v1/metrics' };
const exporters = Object.keys(paths);

const managedFile = '/etc/codex/managed_config.toml';

/** The table `[otel]` of Codex's configuration. */
export const codex: AgentSettings = {
  title: 'Codex',
  fileName: 'config.toml',
  format: tomlSettings,
  section: 'otel',
  wanted({ collector, keepContent }) {
    const { token } = collector;
    const headers = token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } };
    const exporter = (path: string): Json => ({
      'otlp-http': { endpoint: `${collectorUrl(collector)}${path}`, protocol: 'json', ...headers },
    });
    return {
      ...Object.fromEntries(Object.entries(paths).map(([key, path]) => [key, exporter(path)])),
      ...(keepContent ? { log_user_prompt: true } : {}),
    };
  },
  inTheWay: () => [],
  elsewhere(section, collector) {
    const addresses = exporters.flatMap((key) => endpointsIn(section[key]));
    const foreign = addresses.find((address) => !leadsTo(address, collector));
    return foreign === undefined ? undefined : shownAddress(foreign);
  },
  async notes({ keepContent }, { readSystemFile }) {
    const managed = await readSystemFile(managedFile);
    return [
      ...(managed !== undefined && /^\s*(?:\[otel|otel\b)/m.test(managed)
        ? [`${managedFile} of your administrator sets [otel] too, and wins over this file.`]
        : []),
      ...(keepContent
        ? []
        : ['Codex always sends the arguments of its tools and the beginning of what they answer; Hivebar drops both.']),
    ];
  },
};

/** `{ otlp-http = { endpoint = "…" } }`, also with `otlp-grpc`; words such as "none" have none. */
function endpointsIn(exporter: Json | undefined): string[] {
  if (typeof exporter !== 'object' || exporter === null) return [];
  return Object.values(exporter).flatMap((kind: Json) => {
    const endpoint = typeof kind === 'object' && kind !== null && 'endpoint' in kind ? kind['endpoint'] : undefined;
    return typeof endpoint === 'string' ? [endpoint] : [];
  });
}
