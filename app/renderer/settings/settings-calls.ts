import { type SettingPath } from '../../contract/setting-changes.ts';
import { type Introduction, type RetentionGroup, settingsChannels } from '../../contract/settings-calls.ts';
import { type Calls, settle } from '../data/bridge.ts';
import { useSession } from '../data/session.ts';

/** The calls of the settings page; what the recorder refuses is a problem as any other. */
export function settingsCallsOf({ send }: Pick<Calls, 'send'>) {
  const to = settingsChannels;
  return {
    report: () => send(to.settings, undefined),
    change: (path: SettingPath, value: unknown) => settle(send(to.changeSetting, { path, value })),
    chooseBackupFolder: () => settle(send(to.chooseBackupFolder, undefined)),
    undo: () => settle(send(to.undoSetting, undefined)),
    openFile: () => settle(send(to.openSettingsFile, undefined)),
    titleMatches: (pattern: string) => settle(send(to.titleMatches, { pattern })),
    tableSpace: () => settle(send(to.tableSpace, undefined)),
    retentionLoss: (group: RetentionGroup, days: number) => settle(send(to.retentionLoss, { group, days })),
    databaseFacts: () => send(to.databaseFacts, undefined),
    restartDatabase: () => settle(send(to.restartDatabase, undefined)),
    appFacts: () => send(to.appFacts, undefined),
    mcpLaunch: () => send(to.mcpLaunch, undefined),
    setOpensAtLogin: (on: boolean) => send(to.setOpensAtLogin, { on }),
    showLogFile: () => send(to.showLogFile, undefined),
    permissions: () => send(to.permissions, undefined),
    collectDiagnostics: () => send(to.collectDiagnostics, undefined),
    saveDiagnostics: () => settle(send(to.saveDiagnostics, undefined)),
    introduction: () => send(to.introduction, undefined),
    setIntroduction: (state: Introduction['state']) => send(to.setIntroduction, { state }),
  };
}

export type SettingsCalls = ReturnType<typeof settingsCallsOf>;

export function useSettingsCalls(): SettingsCalls {
  return settingsCallsOf(useSession().calls);
}
