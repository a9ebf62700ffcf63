import { type Result, ok } from '../../../contract/result.ts';
import type { ScreenTextState } from '../../../contract/screen-text.ts';
import { type Settings, defaultSettings } from '../../../contract/settings.ts';
import type { Host } from '../../host.ts';
import { changeSettings, readSettings } from '../../settings-file.ts';

/** The switch over screen text. Works from the start; the running source follows the settings file. */
export interface ScreenTextSwitch {
  state(): Promise<ScreenTextState>;
  /** Writes `recording.screenText` of `settings.json`. The failure is a sentence for the person. */
  set(enabled: boolean): Promise<Result<ScreenTextState, string>>;
}

export function createScreenTextSwitch({ paths, pictures }: Pick<Host, 'paths' | 'pictures'>): ScreenTextSwitch {
  function stateOf({ recording, retentionDays }: Settings): ScreenTextState {
    return {
      enabled: recording.screenText,
      keepDays: retentionDays.screenText,
      available: pictures !== undefined,
    };
  }

  return {
    async state() {
      const settings = await readSettings(paths.dataDir);
      return settings.ok ? stateOf(settings.value) : { ...stateOf(defaultSettings()), enabled: null };
    },
    async set(enabled) {
      const changed = await changeSettings(paths.dataDir, ['recording', 'screenText'], enabled);
      return changed.ok ? ok(stateOf(changed.value.settings)) : changed;
    },
  };
}
