import type { AgentSettings, Surroundings } from './agent-settings.ts';
import { collectorUrl, leadsTo, shownAddress } from './collector.ts';
import { jsonSettings } from './json-settings.ts';
import type { Section } from './json-value.ts';

const endpoint = 'OTEL_EXPORTER_OTLP_ENDPOINT';

/** Variables of one signal win over those of all signals, by the specification of OpenTelemetry. */
const perSignal = ['LOGS', 'METRICS', 'TRACES'].flatMap((signal) =>
  ['ENDPOINT', 'PROTOCOL', 'HEADERS'].map((what) => `OTEL_EXPORTER_OTLP_${signal}_${what}`),
);

/** `env` of Claude Code's settings: variables that every session gets. */
export const claudeCode: AgentSettings = {
  title: 'Claude Code',
  fileName: 'settings.json',
  format: jsonSettings,
  section: 'env',
  wanted({ collector, keepContent }) {
    const { token } = collector;
    return {
      CLAUDE_CODE_ENABLE_TELEMETRY: '1',
      // The beta has the spans, and they alone tell the time to the first token.
      CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
      OTEL_LOGS_EXPORTER: 'otlp',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_TRACES_EXPORTER: 'otlp',
      // Claude Code has no default for it, and "http" alone is no protocol to it.
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      [endpoint]: collectorUrl(collector),
      // Values of this variable are percent-encoded.
      ...(token === undefined ? {} : { OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${token}` }),
      ...(keepContent ? content : {}),
    };
  },
  inTheWay: (section) => [...perSignal, 'OTEL_SDK_DISABLED'].filter((key) => section[key] !== undefined),
  elsewhere(section, collector) {
    if (!isOn(section['CLAUDE_CODE_ENABLE_TELEMETRY'])) return undefined;
    const addresses = [endpoint, ...perSignal.filter((key) => key.endsWith('_ENDPOINT'))].flatMap((key) => {
      const value = section[key];
      return typeof value === 'string' && value !== '' ? [value] : [];
    });
    const foreign = addresses.find((address) => !leadsTo(address, collector));
    if (foreign !== undefined) return shownAddress(foreign);
    if (addresses.length > 0) return undefined;
    const exporter = ['OTEL_LOGS_EXPORTER', 'OTEL_METRICS_EXPORTER'].map((key) => section[key]);
    const used = exporter.find((name) => typeof name === 'string' && name !== '' && name !== 'none');
    if (typeof used !== 'string') return undefined;
    return used === 'otlp' ? 'the standard address of OpenTelemetry' : `its ${used} exporter`;
  },
  async notes(_wish, surroundings) {
    return [...(await managedNotes(surroundings)), ...environmentNotes(surroundings)];
  },
};

/** What a session says and does, left out by Claude Code unless asked for. */
const content: Section = {
  OTEL_LOG_USER_PROMPTS: '1',
  OTEL_LOG_ASSISTANT_RESPONSES: '1',
  OTEL_LOG_TOOL_DETAILS: '1',
  OTEL_LOG_TOOL_CONTENT: '1',
};

const managedFiles = {
  darwin: '/Library/Application Support/ClaudeCode/managed-settings.json',
  linux: '/etc/claude-code/managed-settings.json',
};

async function managedNotes({ platform, readSystemFile }: Surroundings): Promise<readonly string[]> {
  const path = managedFiles[platform];
  const text = await readSystemFile(path);
  const decides = text !== undefined && /"(?:OTEL_|CLAUDE_CODE_ENABLE_TELEMETRY)/.test(text);
  return decides ? [`${path} of your administrator sets telemetry too, and wins over this file.`] : [];
}

function environmentNotes({ account }: Surroundings): string[] {
  return [...perSignal, 'OTEL_SDK_DISABLED']
    .filter((name) => (account.environment[name] ?? '') !== '')
    .map((name) => `${name} is set in the environment and wins over this file; unset it where you start Claude Code.`);
}

function isOn(value: unknown): boolean {
  return typeof value === 'string' ? /^(?:1|true|yes|on)$/i.test(value) : value === true || value === 1;
}
