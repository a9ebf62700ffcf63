import { defaultSettings } from '../contract/settings.ts';
import type { SettingsFace } from '../core/settings-face.ts';
import type { SettingsCallDeps } from './settings-calls.ts';

/** The settings of a person who has changed nothing, where no database runs. */
const noSettings: SettingsFace = {
  report: () =>
    Promise.resolve({ file: '/data/settings.json', settings: { ok: true, value: defaultSettings() }, undo: null }),
  change: () => Promise.resolve({ ok: false, error: 'none' }),
  undo: () => Promise.resolve({ ok: false, error: 'none' }),
  onChange: () => () => undefined,
  titleMatches: () => Promise.resolve({ ok: false, error: 'none' }),
  tableSpace: () => Promise.resolve({ ok: false, error: 'none' }),
  retentionLoss: () => Promise.resolve({ ok: false, error: 'none' }),
  database: () =>
    Promise.resolve({
      engine: 'libchdb',
      version: null,
      httpPort: null,
      tcpPort: null,
      memoryBytes: null,
      usualMemoryBytes: 1,
      machineMemoryBytes: 4,
      dataDir: '/data',
      freeDiskBytes: null,
    }),
  restartDatabase: () => Promise.resolve({ ok: false, error: 'none' }),
};

/** What the calls of the settings page are made with, on a machine that has nothing. */
export function settingsDeps(overrides: Partial<SettingsCallDeps> = {}): SettingsCallDeps {
  return {
    settings: noSettings,
    permissions: { status: () => 'not-needed', request: () => Promise.resolve() },
    introduction: { current: () => ({ state: 'done' }), set: (next) => Promise.resolve(next) },
    loginItem: undefined,
    facts: () => ({
      version: '0',
      electron: '0',
      dataDir: '/data',
      logFile: '/data/logs/hivebar.log',
      runtimeFile: '/data/runtime.json',
      popoverShortcut: 'none',
    }),
    mcpLaunch: () => Promise.resolve({ command: 'node', args: ['/opt/hivebar.cjs', 'mcp'], installed: true }),
    openFile: () => Promise.resolve(''),
    showInFolder: () => undefined,
    diagnostics: () => Promise.resolve('{}\n'),
    askForFolder: () => Promise.resolve(undefined),
    askWhereToSave: () => Promise.resolve(undefined),
    ...overrides,
  };
}
