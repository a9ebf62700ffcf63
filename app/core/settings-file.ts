import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartHealth } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import { type Result, fail, ok } from '../contract/result.ts';
import { defaultSettings, parseSettings, type Settings } from '../contract/settings.ts';
import { removeKey, setKey } from './connect/json-edits.ts';
import type { Json, Section } from './connect/json-value.ts';
import type { Clock } from './host.ts';
import { writePrivateFile } from './private-file.ts';
import { quietPart } from './recorder-status.ts';

/**
 * The person's settings out of `settings.json`; without the file, the defaults. A file that cannot be understood is
 * an error and never replaced by defaults: it may hold the rules of what must not be recorded.
 */
export async function readSettings(dataDir: string): Promise<Result<Settings, string>> {
  const path = join(dataDir, 'settings.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { ok: true, value: defaultSettings() };
    }
    return fail(`${path} cannot be read (${String(error)}).`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail(`${path} is not JSON (${String(error)}). Mend or remove it.`);
  }
  const parsed = parseSettings(json);
  if (parsed.ok) return parsed;
  return fail(`${path}, ${parsed.error}. Mend or remove it.`);
}

/** A setting that was written. */
export interface WrittenSetting {
  /** All settings as they are now. */
  readonly settings: Settings;
  /** What stood at that place before; undefined when there was nothing. */
  readonly before: Json | undefined;
}

/**
 * Writes one setting, or takes it away (`undefined`), and leaves everything else of the file as the person wrote it.
 * A file that cannot be understood is not touched, and nothing is written that would make it one.
 */
export async function changeSettings(
  dataDir: string,
  path: readonly string[],
  value: Json | undefined,
): Promise<Result<WrittenSetting, string>> {
  const known = await readSettings(dataDir);
  if (!known.ok) return known;
  const file = join(dataDir, 'settings.json');
  try {
    const text = await readTextOrNone(file);
    const before = valueAt(text, path);
    const changed = value === undefined ? removeKey(text, path) : setKey(text, path, value);
    const settings = parseSettings(JSON.parse(changed));
    if (!settings.ok) return settings;
    await writePrivateFile(file, changed);
    return ok({ settings: settings.value, before });
  } catch (error) {
    return fail(`${file} cannot be written (${String(error)}).`);
  }
}

/** What stands at a place of the file now; undefined when nothing does, or the file cannot be read. */
export async function settingInFile(dataDir: string, path: readonly string[]): Promise<Json | undefined> {
  const settings = await readSettings(dataDir);
  return settings.ok ? valueAt(await readTextOrNone(join(dataDir, 'settings.json')), path) : undefined;
}

async function readTextOrNone(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}\n';
    throw error;
  });
}

function valueAt(text: string, path: readonly string[]): Json | undefined {
  let value: Json | undefined = JSON.parse(text) as Json;
  for (const key of path) value = isSection(value) ? value[key] : undefined;
  return value;
}

function isSection(value: Json | undefined): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How often the file is looked at: a person who saves a rule expects it to count at once. */
const lookMs = 2_000;

export interface SettingsWatch {
  health(): PartHealth[];
  /** Looks now, because the file was just written. */
  readonly look: () => void;
  readonly stop: Stop;
}

/**
 * Calls `onChange` when the file says something else than `current`, and after each change from then on. One that
 * cannot be understood leaves the last rules in force and shows as a failing part until it is mended.
 */
export function watchSettings({
  dataDir,
  clock,
  current,
  onChange,
}: {
  dataDir: string;
  clock: Clock;
  current: Settings;
  onChange: (settings: Settings) => void;
}): SettingsWatch {
  const path = join(dataDir, 'settings.json');
  let inForce = JSON.stringify(current);
  let seen: string | undefined;
  let problem: string | undefined;
  let looking = false;
  let askedMeanwhile = false;

  async function look(): Promise<void> {
    const version = await stat(path).then(
      ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
      () => 'none',
    );
    if (version === seen) return;
    seen = version;
    const settings = await readSettings(dataDir);
    problem = settings.ok ? undefined : settings.error;
    if (!settings.ok || JSON.stringify(settings.value) === inForce) return;
    inForce = JSON.stringify(settings.value);
    onChange(settings.value);
  }
  function tick(): void {
    if (looking) {
      askedMeanwhile = true;
      return;
    }
    looking = true;
    void look().finally(() => {
      looking = false;
      if (!askedMeanwhile) return;
      askedMeanwhile = false;
      tick();
    });
  }

  tick();
  return {
    health: () =>
      problem === undefined
        ? []
        : [quietPart('settings', 'failing', `${problem} Until then the rules from before stay in force.`)],
    look: tick,
    stop: clock.every(lookMs, tick),
  };
}
