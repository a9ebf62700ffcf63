import * as v from 'valibot';
import { type Result, fail, ok } from './result.ts';
import { type Settings, settingsSchema } from './settings.ts';
import { isShortcut } from './shortcut.ts';

/** The settings that a window may change, by their place in `settings.json`. The engine is chosen in the file alone. */
export const settingPaths = [
  'privacy.excludedApps',
  'privacy.excludedTitles',
  'privacy.excludedDomains',
  'privacy.urlDetail',
  'recording.idleAfterMs',
  'recording.pollMs',
  'recording.idleExemptApps',
  'recording.dayStartHour',
  'retentionDays.context',
  'retentionDays.memEvents',
  'retentionDays.traceEvents',
  'retentionDays.agents',
  'retentionDays.screenText',
  'retentionDays.checkpoints',
  'agents.keepContent',
  'agents.followTranscripts',
  'agents.otlpPort',
  'agents.otlpRequiresToken',
  'prices',
  'budgets',
  'backup.folder',
  'backup.keepFull',
  'backup.schedule',
  'database.maxMemoryBytes',
  'shortcuts.popover',
  'minFreeDiskBytes',
  'alwaysOnAgent.enabled',
  'alwaysOnAgent.rules',
  'alwaysOnAgent.lookEveryMs',
  'alwaysOnAgent.maxCallsPerHour',
  'alwaysOnAgent.maxCostPerHourUsd',
  'alwaysOnAgent.privacyRequired',
  'alwaysOnAgent.models',
  'alwaysOnAgent.never',
] as const;
export const settingPath = v.picklist(settingPaths);
export type SettingPath = v.InferOutput<typeof settingPath>;

/** The value of the setting at `Path`. */
export type SettingValue<Path extends string> = ValueAt<Settings, Path>;
type ValueAt<Of, Path extends string> = Path extends `${infer Key}.${infer Rest}`
  ? Key extends keyof Of
    ? ValueAt<Of[Key], Rest>
    : never
  : Path extends keyof Of
    ? Of[Path]
    : never;

export function settingAt<Path extends SettingPath>(settings: Settings, path: Path): SettingValue<Path> {
  const value = path.split('.').reduce<unknown>((of, key) => (of as Record<string, unknown>)[key], settings);
  return value as SettingValue<Path>;
}

/**
 * Whether the person may set this value. Stricter than the file itself: a rule that is written by hand and broken fails
 * towards not recording, one that is being typed is refused with the reason. The message speaks of the value alone.
 */
export function checkSetting(path: SettingPath, value: unknown): Result<unknown, string> {
  const parsed = v.safeParse(schemaAt(path), value);
  if (!parsed.success) return fail(wordsOf(parsed.issues[0]));
  const problem = (strictChecks[path] ?? noProblem)(parsed.output);
  return problem === undefined ? ok(parsed.output) : fail(problem);
}

const noProblem = (): undefined => undefined;

const strictChecks: Partial<Record<SettingPath, (value: unknown) => string | undefined>> = {
  'privacy.excludedTitles': (patterns) => firstProblem(patterns, patternProblem),
  'privacy.excludedDomains': (domains) => firstProblem(domains, domainProblem),
  'alwaysOnAgent.rules': (rules) =>
    firstProblem(
      (rules as readonly { readonly title?: string }[]).map(({ title = '' }) => title),
      patternProblem,
    ),
  'shortcuts.popover': (keys) =>
    keys === '' || isShortcut(String(keys)) ? undefined : 'needs Control, Alt or Command and one other key',
};

function firstProblem(values: unknown, problemOf: (value: string) => string | undefined): string | undefined {
  return (values as readonly string[]).map(problemOf).find((problem) => problem !== undefined);
}

/** Why a text is no regular expression; the same two readings as the privacy filter tries. */
export function patternProblem(pattern: string): string | undefined {
  if (isPattern(pattern, 'iu') || isPattern(pattern, 'i')) return undefined;
  return `is no valid regular expression (${reasonAgainst(pattern)})`;
}

function isPattern(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags).source !== '';
  } catch {
    // RegExp throws at what it cannot read; that is the answer.
    return false;
  }
}

/** V8 repeats the pattern in its message; what comes after it is the reason. */
function reasonAgainst(pattern: string): string {
  try {
    new RegExp(pattern, 'i');
    return 'unknown reason';
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split(': ').at(-1) ?? 'unknown reason';
  }
}

/** Why a text is no domain, such as `example.com`; a whole address counts as its domain. */
export function domainProblem(domain: string): string | undefined {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:\*?\.)?[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?(?::\d+)?(?:\/\S*)?$/iu.test(
    domain.trim(),
  )
    ? undefined
    : 'is no domain; write it like example.com';
}

type Schema = v.GenericSchema & { readonly wrapped?: Schema; readonly entries?: Readonly<Record<string, Schema>> };

/** The schema of one setting, out of that of the whole file. */
function schemaAt(path: SettingPath): v.GenericSchema {
  return path.split('.').reduce<Schema>((schema, key) => {
    const entry = (schema.wrapped ?? schema).entries?.[key];
    if (entry === undefined) throw new Error(`There is no setting ${path}.`);
    return entry;
  }, settingsSchema);
}

function wordsOf(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue);
  return place === null ? issue.message : `${place}: ${issue.message}`;
}
