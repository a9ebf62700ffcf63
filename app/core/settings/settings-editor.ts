import { join } from 'node:path';
import type { Stop } from '../../contract/lifecycle.ts';
import { type Result, fail } from '../../contract/result.ts';
import { type SettingPath, checkSetting } from '../../contract/setting-changes.ts';
import type { SettingsReport } from '../../contract/settings-calls.ts';
import type { Settings } from '../../contract/settings.ts';
import { type Json, jsonOf } from '../connect/json-value.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { type WrittenSetting, changeSettings, readSettings, settingInFile } from '../settings-file.ts';

/** Changes `settings.json` for the windows, one setting at a time, and takes the last change back. */
export interface SettingsEditor {
  report(): Promise<SettingsReport>;
  /** The error is for the field; nothing was written then. */
  change(path: SettingPath, value: unknown): Promise<Result<SettingsReport, string>>;
  /** Puts back what stood there before the last change, unless somebody else has changed it since. */
  undo(): Promise<Result<SettingsReport, string>>;
  /** Calls `listener` with the settings after each change that was made here. */
  onChange(listener: (settings: Settings) => void): Stop;
}

interface LastChange {
  readonly path: SettingPath;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

export function createSettingsEditor(dataDir: string): SettingsEditor {
  const listeners = new Set<(settings: Settings) => void>();
  let last: LastChange | undefined;
  // Two changes at once would each read the file as it was before the other.
  const inTurn = oneAtATime();

  async function report(): Promise<SettingsReport> {
    const settings = await readSettings(dataDir);
    if (last !== undefined && !(await stands(last))) last = undefined;
    return { file: join(dataDir, 'settings.json'), settings, undo: last?.path ?? null };
  }

  /** Whether the file still says what the change made it say. */
  async function stands({ path, after }: LastChange): Promise<boolean> {
    return sameJson(await settingInFile(dataDir, path.split('.')), after);
  }

  async function write(path: SettingPath, value: Json | undefined): Promise<Result<WrittenSetting, string>> {
    const written = await changeSettings(dataDir, path.split('.'), value);
    if (written.ok) for (const listener of listeners) listener(written.value.settings);
    return written;
  }

  return {
    report: () => inTurn(report),
    change: (path, value) =>
      inTurn(async () => {
        const checked = checkSetting(path, value);
        if (!checked.ok) return checked;
        const after = checked.value === undefined ? undefined : jsonOf(checked.value);
        if (after?.ok === false) return fail('cannot be written as JSON');
        const written = await write(path, after?.value);
        if (!written.ok) return written;
        last = { path, before: written.value.before, after: after?.value };
        return { ok: true, value: await report() };
      }),
    undo: () =>
      inTurn(async () => {
        if (last === undefined) return fail('There is nothing to take back.');
        if (!(await stands(last))) return fail('The file says something else by now. Nothing was changed.');
        const written = await write(last.path, last.before);
        if (!written.ok) return written;
        last = undefined;
        return { ok: true, value: await report() };
      }),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
