import type { PartHealth, RecorderStatus } from '../../contract/health.ts';
import type { Result } from '../../contract/result.ts';
import type { TableSpace } from '../../contract/settings-calls.ts';
import type { Settings } from '../../contract/settings.ts';
import { type Personal, cleanText } from './clean-text.ts';
import { summariseSettings } from './settings-summary.ts';

/** What a report is made of. */
export interface DiagnosticsInput {
  readonly nowMs: number;
  /** Of the program, Electron, Node and so on. */
  readonly versions: Readonly<Record<string, string>>;
  readonly platform: {
    readonly system: string;
    readonly release: string;
    readonly arch: string;
    readonly memoryBytes: number;
  };
  /** Undefined while nothing runs. */
  readonly status: RecorderStatus | undefined;
  readonly settings: Result<Settings, string>;
  readonly tables: Result<readonly TableSpace[], string>;
  /** Cleaned already. */
  readonly logLines: readonly string[];
  /** Findings of `hivebar doctor`. */
  readonly checks?: readonly { readonly name: string; readonly verdict: string; readonly says: string }[];
}

/** Tables that a migration made; others carry names that the person chose. */
const ownTable = /^(?:seq|hive)\.[a-z0-9_]+$/;

/** The report as it is shown and saved: JSON that a person can read. Nothing in it is personal. */
export function diagnosticsText(input: DiagnosticsInput, personal: Personal): string {
  const clean = (text: string): string => cleanText(text, personal);
  const { status, settings, tables } = input;
  const report = {
    hivebar: 'diagnostics',
    version: 1,
    collected: new Date(input.nowMs).toISOString(),
    versions: input.versions,
    platform: input.platform,
    status: status === undefined ? null : statusReport(status, clean),
    settings: settings.ok ? summariseSettings(settings.value) : { problem: clean(settings.error) },
    tables: tables.ok ? tableReport(tables.value) : { problem: clean(tables.error) },
    ...(input.checks === undefined
      ? {}
      : { checks: input.checks.map(({ name, verdict, says }) => ({ name, verdict, says: clean(says) })) }),
    log: input.logLines,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Without what is on the screen now. */
function statusReport(
  { nowMs, startedMs, demo, overall, recording, database, writer, sources }: RecorderStatus,
  clean: (text: string) => string,
) {
  const part = ({ message, counters, name, ...facts }: PartHealth) => ({
    name: clean(name),
    ...facts,
    message: clean(message),
    counters: Object.fromEntries(Object.entries(counters).map(([key, count]) => [clean(key), count])),
  });
  return {
    runningMs: nowMs - startedMs,
    demo,
    overall,
    recording: recording.kind,
    parts: [database, writer, ...sources].map(part),
  };
}

function tableReport(tables: readonly TableSpace[]) {
  const own = tables.filter(({ table }) => ownTable.test(table));
  return { own, others: tables.length - own.length };
}
