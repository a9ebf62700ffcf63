import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Result, fail } from '../contract/result.ts';
import { defaultSettings, parseSettings, type Settings } from '../contract/settings.ts';

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
    return fail(`${path} cannot be read (${String(error)}). Nothing is recorded until it can.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail(`${path} is not JSON (${String(error)}). Nothing is recorded until it is mended or removed.`);
  }
  const parsed = parseSettings(json);
  if (parsed.ok) return parsed;
  return fail(`${path}, ${parsed.error}. Nothing is recorded until it is mended or removed.`);
}
