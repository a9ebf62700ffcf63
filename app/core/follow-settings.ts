import { type Result, ok } from '../contract/result.ts';
import type { Settings } from '../contract/settings.ts';
import type { Host } from './host.ts';
import type { RecorderPart } from './recorder-part.ts';
import { readSettings, watchSettings } from './settings-file.ts';

/** The settings in force. */
export interface SettingsInForce {
  readonly current: () => Settings;
  /** From now on a changed file is told, and what changed since it was first read at once. */
  follow(changed: (settings: Settings) => void): SettingsFollowing;
}

/** A part that shows in the status while the file cannot be understood. */
export interface SettingsFollowing extends RecorderPart {
  /** Looks now, because the file was just written. */
  readonly look: () => void;
}

/** Reads the settings file. The error is for the person. */
export async function openSettings({ paths, clock }: Host): Promise<Result<SettingsInForce, string>> {
  const { dataDir } = paths;
  const read = await readSettings(dataDir);
  if (!read.ok) return read;
  let current = read.value;
  return ok({
    current: () => current,
    follow: (changed) =>
      watchSettings({
        dataDir,
        clock,
        current,
        onChange(settings) {
          current = settings;
          changed(settings);
        },
      }),
  });
}
