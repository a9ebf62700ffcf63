import * as v from 'valibot';
import { channel, nothing, result } from './channel.ts';
import { permissionName } from './health.ts';
import { settingPath } from './setting-changes.ts';
import { settingsSchema } from './settings.ts';

/** The settings as they stand in the file now, and what can be taken back. */
export const settingsReport = v.object({
  /** Absolute path of `settings.json`; it need not exist. */
  file: v.string(),
  /** The error names the place of the damage and what to do. A damaged file is never written. */
  settings: result(settingsSchema, v.string()),
  /** The setting that was changed last from a window since the start, until it is taken back or changed elsewhere. */
  undo: v.nullable(settingPath),
});
export type SettingsReport = v.InferOutput<typeof settingsReport>;

export const retentionGroup = v.picklist([
  'context',
  'memEvents',
  'traceEvents',
  'agents',
  'screenText',
  'checkpoints',
]);
export type RetentionGroup = v.InferOutput<typeof retentionGroup>;

/** A table with recorded rows, and the place it takes. */
export const tableSpace = v.object({
  table: v.string(),
  rows: v.number(),
  /** On disk, compressed. */
  bytes: v.number(),
  /** The first day that has rows, `YYYY-MM-DD` in UTC; null when there are none, or the table has no days. */
  oldestDay: v.nullable(v.string()),
  /** Whose setting decides how long rows stay; null for sums and prices, which stay for good. */
  group: v.nullable(retentionGroup),
  /** The days that the database keeps rows now; null when for good, or when Hivebar deletes what is too old. */
  keptDays: v.nullable(v.number()),
});
export type TableSpace = v.InferOutput<typeof tableSpace>;

/** What a shorter retention would delete. */
export const retentionLoss = v.object({ rows: v.number(), tables: v.array(v.string()) });
export type RetentionLoss = v.InferOutput<typeof retentionLoss>;

/** How many of the titles of the last days a pattern matches. */
export const titleMatches = v.object({
  titles: v.number(),
  matching: v.number(),
  /** False when only the most frequent titles were looked at. */
  complete: v.boolean(),
  /** The pattern took too long on a title; such a window is not recorded. */
  tooSlow: v.boolean(),
});
export type TitleMatches = v.InferOutput<typeof titleMatches>;

export const databaseFacts = v.object({
  engine: v.picklist(['libchdb', 'executable', 'remote']),
  /** Null while it has not started. */
  version: v.nullable(v.string()),
  httpPort: v.nullable(v.number()),
  tcpPort: v.nullable(v.number()),
  /** What it may use since its last start; null for a server elsewhere. */
  memoryBytes: v.nullable(v.number()),
  /** What it may use when the settings say nothing. */
  usualMemoryBytes: v.number(),
  machineMemoryBytes: v.number(),
  dataDir: v.string(),
  freeDiskBytes: v.nullable(v.number()),
});
export type DatabaseFacts = v.InferOutput<typeof databaseFacts>;

/** Whether the keys that open the popover work: `taken` when another program has them. */
export const shortcutState = v.picklist(['none', 'working', 'taken', 'invalid']);
export type ShortcutState = v.InferOutput<typeof shortcutState>;

export const appFacts = v.object({
  version: v.string(),
  electron: v.string(),
  dataDir: v.string(),
  logFile: v.string(),
  /** How other programs find this one. */
  runtimeFile: v.string(),
  /** Null where the system keeps no list of programs that open at login. */
  opensAtLogin: v.nullable(v.boolean()),
  popoverShortcut: shortcutState,
});
export type AppFacts = v.InferOutput<typeof appFacts>;

/** How a client of MCP starts `hivebar mcp` on this machine. */
export const mcpLaunch = v.object({
  command: v.string(),
  args: v.array(v.string()),
  /** False when this installation has no command line, so that nothing could be started. */
  installed: v.boolean(),
});
export type McpLaunch = v.InferOutput<typeof mcpLaunch>;

export const permissionState = v.object({
  name: permissionName,
  status: v.picklist(['granted', 'denied', 'not-asked', 'not-needed', 'unknown']),
});
export type PermissionState = v.InferOutput<typeof permissionState>;

/** Whether the introduction is shown on the overview. */
export const introduction = v.object({ state: v.picklist(['open', 'done']) });
export type Introduction = v.InferOutput<typeof introduction>;

export const settingsChannels = {
  settings: channel('settings', { takes: nothing, gives: settingsReport }),
  /** Writes one setting. The error is for the field. */
  changeSetting: channel('change-setting', {
    takes: v.pipe(
      v.object({ path: settingPath, value: v.unknown() }),
      v.check(({ path, value }) => path !== 'backup.folder' || value === undefined, 'a folder is chosen in a dialog'),
    ),
    gives: result(settingsReport, v.string()),
  }),
  /** Takes back the last change that a window made. */
  undoSetting: channel('undo-setting', { takes: nothing, gives: result(settingsReport, v.string()) }),
  /** Opens `settings.json` in the person's editor, and makes it when there is none. */
  openSettingsFile: channel('open-settings-file', { takes: nothing, gives: result(v.null(), v.string()) }),
  titleMatches: channel('title-matches', {
    takes: v.object({ pattern: v.pipe(v.string(), v.minLength(1), v.maxLength(500)) }),
    gives: result(titleMatches, v.string()),
  }),
  tableSpace: channel('table-space', { takes: nothing, gives: result(v.array(tableSpace), v.string()) }),
  retentionLoss: channel('retention-loss', {
    takes: v.object({ group: retentionGroup, days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650)) }),
    gives: result(retentionLoss, v.string()),
  }),
  databaseFacts: channel('database-facts', { takes: nothing, gives: databaseFacts }),
  /** Stops ClickHouse and starts it again with the memory that the settings name. Rows wait in the journal meanwhile. */
  restartDatabase: channel('restart-database', { takes: nothing, gives: result(databaseFacts, v.string()) }),
  appFacts: channel('app-facts', { takes: nothing, gives: appFacts }),
  mcpLaunch: channel('mcp-launch', { takes: nothing, gives: mcpLaunch }),
  /** Asks for a folder, which no window can name by itself; null when the person thought better of it. */
  chooseBackupFolder: channel('choose-backup-folder', {
    takes: nothing,
    gives: result(v.nullable(settingsReport), v.string()),
  }),
  setOpensAtLogin: channel('set-opens-at-login', { takes: v.object({ on: v.boolean() }), gives: appFacts }),
  /** Shows the log file in the file manager. */
  showLogFile: channel('show-log-file', { takes: nothing, gives: nothing }),
  /** What the system allows now; asking shows no prompt. */
  permissions: channel('permissions', { takes: nothing, gives: v.array(permissionState) }),
  /** Collects a report without personal data; the text is exactly what would be saved. */
  collectDiagnostics: channel('collect-diagnostics', { takes: nothing, gives: v.string() }),
  /** Asks where to, and writes the text that was collected last; null when the person thought better of it. */
  saveDiagnostics: channel('save-diagnostics', { takes: nothing, gives: result(v.nullable(v.string()), v.string()) }),
  introduction: channel('introduction', { takes: nothing, gives: introduction }),
  setIntroduction: channel('set-introduction', { takes: introduction, gives: introduction }),
} as const;
