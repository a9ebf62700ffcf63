import { createContext, useContext, useState } from 'react';
import { type SettingPath, type SettingValue, settingAt } from '../../contract/setting-changes.ts';
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
  calls: Pick<SettingsCalls, 'change'>,
  live: Pick<LiveCall<SettingsReport>, 'take'>,
  saved: (path: SettingPath) => void,
): SettingsHold['change'] {
  return async (path, value) => {
    const answer = await calls.change(path, value);
    if (!answer.ok) return answer.error;
    live.take(answer.value);
    saved(path);
    return null;
  };
}
