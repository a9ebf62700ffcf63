import { createContext, useContext, useState } from 'react';
import { type SettingPath, type SettingValue, settingAt } from '../../contract/setting-changes.ts';
import { type Result } from '../../contract/result.ts';
import { type SettingsReport } from '../../contract/settings-calls.ts';
import { type Settings } from '../../contract/settings.ts';
import { type LiveCall } from '../data/use-live-call.ts';
import { type Problem } from '../data/problem.ts';
import { type SettingsCalls } from './settings-calls.ts';

/** The settings that the page shows, and how one is changed. */
export interface SettingsHold {
  readonly settings: Settings;
  /** Writes at once; gives why it was not written, or null. */
  readonly change: (path: SettingPath, value: unknown) => Promise<Problem | null>;
  /** Lets the person choose where backups go, in a dialog of the system; gives as `change` does. */
  readonly chooseBackupFolder: () => Promise<Problem | null>;
}

export const SettingsContext = createContext<SettingsHold | null>(null);

export function useSettings(): SettingsHold {
  const hold = useContext(SettingsContext);
  if (hold === null) throw new Error('A setting was drawn outside SettingsContext.');
  return hold;
}

/** One setting: its value, why the last change was refused, and how it is changed. */
export function useSetting<Path extends SettingPath>(path: Path) {
  const { settings, change } = useSettings();
  const [refusal, setRefusal] = useState<string | null>(null);
  return {
    value: settingAt(settings, path),
    refusal,
    set: async (value: SettingValue<Path>): Promise<boolean> => {
      const problem = await change(path, value);
      setRefusal(problem === null ? null : problem.message);
      return problem === null;
    },
  };
}

/** Changes settings through `calls` and shows what they are then. */
export function changeThrough(
  calls: Pick<SettingsCalls, 'change' | 'chooseBackupFolder'>,
  live: Pick<LiveCall<SettingsReport>, 'take'>,
  saved: (path: SettingPath) => void,
): Pick<SettingsHold, 'change' | 'chooseBackupFolder'> {
  async function shown(
    path: SettingPath,
    call: Promise<Result<SettingsReport | null, Problem>>,
  ): Promise<Problem | null> {
    const answer = await call;
    if (!answer.ok) return answer.error;
    if (answer.value === null) return null;
    live.take(answer.value);
    saved(path);
    return null;
  }
  return {
    change: (path, value) => shown(path, calls.change(path, value)),
    chooseBackupFolder: () => shown('backup.folder', calls.chooseBackupFolder()),
  };
}
