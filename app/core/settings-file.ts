import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartHealth } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import { type Result, fail } from '../contract/result.ts';
import { defaultSettings, parseSettings, type Settings } from '../contract/settings.ts';
import { setKey } from './connect/json-edits.ts';
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

/**
 * Writes one setting, and leaves everything else of the file as the person wrote it. A file that cannot be understood
 * is not touched. Gives the settings as they are then.
 */
export async function changeSettings(
  dataDir: string,
  path: readonly string[],
  value: boolean | number | string,
): Promise<Result<Settings, string>> {
  const settings = await readSettings(dataDir);
  if (!settings.ok) return settings;
  const file = join(dataDir, 'settings.json');
  try {
    const text = await readFile(file, 'utf8').catch(() => '{}\n');
    await writePrivateFile(file, setKey(text, path, value));
  } catch (error) {
    return fail(`${file} cannot be written (${String(error)}).`);
  }
  return readSettings(dataDir);
}

/** How often the file is looked at: a person who saves a rule expects it to count at once. */
const lookMs = 2_000;

/**
 * Calls `onChange` when the file says something else than `current`, and after each change from then on. One that cannot leaves the last rules in
 * force and shows as a failing part until it is mended.
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
}): { health(): PartHealth[]; stop: Stop } {
  const path = join(dataDir, 'settings.json');
  let inForce = JSON.stringify(current);
  let seen: string | undefined;
  let problem: string | undefined;
  let looking = false;

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
    if (looking) return;
    looking = true;
    void look().finally(() => (looking = false));
  }

  tick();
  return {
    health: () =>
      problem === undefined
        ? []
        : [quietPart('settings', 'failing', `${problem} Until then the rules from before stay in force.`)],
    stop: clock.every(lookMs, tick),
  };
}
