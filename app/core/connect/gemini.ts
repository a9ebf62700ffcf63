import type { AgentSettings, Surroundings } from './agent-settings.ts';
import { collectorUrl, leadsTo, shownAddress } from './collector.ts';
import { jsonSettings } from './json-settings.ts';

/** `telemetry` of Gemini CLI's settings. */
export const gemini: AgentSettings = {
  title: 'Gemini CLI',
  fileName: 'settings.json',
  format: jsonSettings,
  section: 'telemetry',
  wanted: ({ collector, keepContent }) => ({
    enabled: true,
    target: 'local',
    // The default is gRPC; with "http" Gemini appends the path of each signal.
    otlpProtocol: 'http',
    otlpEndpoint: collectorUrl(collector),
    // Gemini sends prompts unless told not to.
    logPrompts: keepContent,
  }),
  // With a file to write to, Gemini sends nothing.
  inTheWay: (section) => ['outfile'].filter((key) => section[key] !== undefined),
  elsewhere(section, collector) {
    if (section['enabled'] !== true) return undefined;
    const { target, otlpEndpoint, outfile } = section;
    if (typeof outfile === 'string' && outfile !== '') return 'a file';
    if (target === 'gcp') return 'Google Cloud';
    if (typeof otlpEndpoint !== 'string' || otlpEndpoint === '') return undefined;
    return leadsTo(otlpEndpoint, collector) ? undefined : shownAddress(otlpEndpoint);
  },
  async notes({ collector }, surroundings) {
    return [
      ...(await systemNotes(surroundings)),
      ...environmentNotes(surroundings),
      ...(collector.token === undefined
        ? []
        : [
            'Gemini CLI has no setting for a token: also set OTEL_EXPORTER_OTLP_HEADERS to ' +
              'Authorization=Bearer%20 and the token in its environment, or stop asking for one.',
          ]),
      "A project's own .gemini/settings.json wins over this file where it sets telemetry.",
    ];
  },
};

const systemFiles = {
  darwin: '/Library/Application Support/GeminiCli/settings.json',
  linux: '/etc/gemini-cli/settings.json',
};

async function systemNotes({ platform, readSystemFile, account }: Surroundings): Promise<readonly string[]> {
  const path = account.environment['GEMINI_CLI_SYSTEM_SETTINGS_PATH'] ?? systemFiles[platform];
  const text = await readSystemFile(path);
  const decides = text !== undefined && /"telemetry"/.test(text);
  return decides ? [`${path} of your administrator sets telemetry too, and wins over this file.`] : [];
}

function environmentNotes({ account }: Surroundings): string[] {
  return Object.entries(account.environment)
    .filter(
      ([name, value]) =>
        value !== '' && /^(?:GEMINI_TELEMETRY_|OTEL_EXPORTER_OTLP_(?:ENDPOINT$|\w+_ENDPOINT$))/.test(name),
    )
    .map(([name]) => `${name} is set in the environment and wins over this file; unset it where you start Gemini CLI.`);
}
