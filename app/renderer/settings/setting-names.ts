import { type SettingPath } from '../../contract/setting-changes.ts';

/** Settings as the page calls them, for the line that says what was saved. */
export const settingNames: Readonly<Record<SettingPath, string>> = {
  'privacy.excludedApps': 'Applications never recorded',
  'privacy.excludedTitles': 'Window titles never recorded',
  'privacy.excludedDomains': 'Domains never recorded',
  'privacy.urlDetail': 'Addresses of web pages',
  'recording.idleAfterMs': 'Away after',
  'recording.pollMs': 'Read every',
  'recording.idleExemptApps': 'Count without input',
  'recording.dayStartHour': 'A day begins at',
  'retentionDays.context': 'Windows and presence: keep for',
  'retentionDays.memEvents': 'Events for agents: keep for',
  'retentionDays.traceEvents': 'Other telemetry: keep for',
  'retentionDays.agents': 'Agents: keep for',
  'retentionDays.screenText': 'Text in windows: keep for',
  'retentionDays.checkpoints': 'Checkpoints of agents: keep for',
  'agents.keepContent': 'Keep prompts and tool content',
  'agents.followTranscripts': 'Follow session files',
  'agents.otlpPort': 'Port for telemetry',
  'agents.otlpRequiresToken': 'Ask telemetry for a token',
  prices: 'Your prices',
  budgets: 'Budgets',
  'database.maxMemoryBytes': 'Memory of the database',
  'shortcuts.popover': 'Keys for the popover',
  minFreeDiskBytes: 'Keep free on disk',
};
