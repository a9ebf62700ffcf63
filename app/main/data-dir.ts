import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { type Result, fail, ok } from '../contract/result.ts';
import { defaultDataDir } from '../core/host/data-dir.ts';
import type { LaunchOptions } from './launch-options.ts';

/** Where this start keeps its data. A demo never shares a directory with real recordings. */
export function chooseDataDir(options: LaunchOptions): string {
  if (options.dataDir !== undefined) return options.dataDir;
  const usual = defaultDataDir({ platform: process.platform, homeDir: homedir(), environment: process.env });
  return options.demo ? `${usual}-demo` : usual;
}

/** Makes the directory, for the person alone. The failure says what to do, as nothing works without it. */
export function makeDataDir(dataDir: string): Result<string, string> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok(dataDir);
  } catch (error) {
    return fail(
      `Hivebar cannot keep its data in ${dataDir}: ${String(error)}. ` +
        'Give yourself access to that folder, or start with --data-dir and another one.',
    );
  }
}
