import { readFile, writeFile } from 'node:fs/promises';
import { type Result, fail, ok } from '../contract/result.ts';
import { permissionName } from '../contract/health.ts';
import type { AppFacts, McpLaunch, settingsChannels } from '../contract/settings-calls.ts';
import type { Permissions } from '../core/host.ts';
import { writePrivateFile } from '../core/private-file.ts';
import type { SettingsFace } from '../core/settings-face.ts';
import type { CallHandlers } from './calls.ts';
import type { IntroductionMemory } from './introduction.ts';
import type { TrayActions } from './tray-menu.ts';

/** What the settings page needs of the app around it. */
export interface SettingsCallDeps {
  readonly settings: SettingsFace;
  readonly permissions: Permissions;
  readonly introduction: IntroductionMemory;
  readonly loginItem: TrayActions['loginItem'];
  /** All but what the others tell. */
  readonly facts: () => Omit<AppFacts, 'opensAtLogin'>;
  readonly mcpLaunch: () => Promise<McpLaunch>;
  /** Opens a file in the person's editor; an empty answer is a success. */
  readonly openFile: (path: string) => Promise<string>;
  readonly showInFolder: (path: string) => void;
  readonly diagnostics: () => Promise<string>;
  /** Asks the person for a folder; undefined when they thought better of it. */
  readonly askForFolder: () => Promise<string | undefined>;
  /** Asks the person for a place to save to; undefined when they thought better of it. */
  readonly askWhereToSave: (suggestedName: string) => Promise<string | undefined>;
}

type SettingsCalls = Pick<CallHandlers, keyof typeof settingsChannels>;

/** The calls of the settings page and of the introduction. */
export function settingsCalls(deps: SettingsCallDeps): SettingsCalls {
  const { settings, permissions, introduction, loginItem } = deps;
  /** What the person was shown: exactly this is saved. */
  let collected: string | undefined;

  const appFacts = (): AppFacts => ({ ...deps.facts(), opensAtLogin: loginItem?.isOn() ?? null });

  async function openSettingsFile(): Promise<Result<null, string>> {
    const { file } = await settings.report();
    if ((await readFile(file).catch(() => undefined)) === undefined) await writePrivateFile(file, '{}\n');
    const problem = await deps.openFile(file);
    return problem === '' ? ok(null) : fail(`${file} could not be opened (${problem}).`);
  }

  async function saveDiagnostics(): Promise<Result<string | null, string>> {
    if (collected === undefined) return fail('Look at the report first.');
    const file = await deps.askWhereToSave('hivebar-diagnostics.json');
    if (file === undefined) return ok(null);
    return writeFile(file, collected, { mode: 0o600 }).then(
      () => ok(file),
      (error: unknown) => fail(`The report could not be saved (${String(error)}). Choose another place.`),
    );
  }

  return {
    settings: () => settings.report(),
    changeSetting: ({ path, value }) => settings.change(path, value),
    chooseBackupFolder: async () => {
      const folder = await deps.askForFolder();
      return folder === undefined ? ok(null) : settings.change('backup.folder', folder);
    },
    undoSetting: () => settings.undo(),
    openSettingsFile,
    titleMatches: ({ pattern }) => settings.titleMatches(pattern),
    tableSpace: () => settings.tableSpace(),
    retentionLoss: ({ group, days }) => settings.retentionLoss(group, days),
    databaseFacts: () => settings.database(),
    restartDatabase: () => settings.restartDatabase(),
    appFacts,
    mcpLaunch: () => deps.mcpLaunch(),
    setOpensAtLogin: ({ on }) => {
      loginItem?.set(on);
      return appFacts();
    },
    showLogFile: () => deps.showInFolder(deps.facts().logFile),
    permissions: () => permissionName.options.map((name) => ({ name, status: permissions.status(name) })),
    collectDiagnostics: async () => (collected = await deps.diagnostics()),
    saveDiagnostics,
    introduction: () => introduction.current(),
    setIntroduction: (next) => introduction.set(next),
  };
}
