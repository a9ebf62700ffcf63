import { isAbsolute, resolve } from 'node:path';
import { type Result, fail, ok } from '../contract/result.ts';

export type PageName = 'popover' | 'overview';

/** What the command line asked for. */
export interface LaunchOptions {
  /** Absolute; undefined stands for the place that the system gives to applications. */
  readonly dataDir: string | undefined;
  /** Opens on generated data, in a data directory of its own. */
  readonly demo: boolean;
  /** The window to open at the start. Without a word on it, the app decides; `none` leaves it at the tray icon. */
  readonly show: PageName | 'none' | undefined;
}

/**
 * Reads our options out of the arguments. Everything else is left alone: Chromium's switches and the application
 * folder stand in the same list.
 */
export function readLaunchOptions(args: readonly string[], workingDir: string): Result<LaunchOptions, string> {
  let dataDir: string | undefined;
  let show: LaunchOptions['show'];
  for (const [index, argument] of args.entries()) {
    const [name, attached] = splitOnce(argument, '=');
    if (name !== '--data-dir' && name !== '--show') continue;
    const value = attached ?? args[index + 1];
    if (value === undefined || value === '' || value.startsWith('-')) return fail(`${name} needs a value after it.`);
    if (name === '--data-dir') dataDir = isAbsolute(value) ? value : resolve(workingDir, value);
    else if (value === 'popover' || value === 'overview' || value === 'none') show = value;
    else return fail(`--show takes "popover", "overview" or "none", not "${value}".`);
  }
  return ok({ dataDir, demo: args.includes('--demo'), show });
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
