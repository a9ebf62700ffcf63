import { counted, grouped } from '../../contract/counts.ts';
import { ok } from '../../contract/result.ts';
import { readSettings } from '../../core/settings-file.ts';
import type { AdminDatabase } from '../../core/database/clients.ts';
import { databaseFiles } from '../../core/database/config.ts';
import { copyDefinitions } from '../../core/database/definition-copies.ts';
import { findLowDisk, freeBytesAt } from '../../core/database/disk-space.ts';
import { applyMigrations, describeMigrationProblem } from '../../core/database/migrations.ts';
import { describeProblem } from '../../core/database/problem.ts';
import { type ChangedRetention, applyRetention } from '../../core/database/retention.ts';
import { type SchemaReport, checkSchema } from '../../core/database/schema-check.ts';
import { systemClock } from '../../core/host/system-clock.ts';
import { retentionParameters } from '../../core/retention.ts';
import type { Command, Invocation } from '../command.ts';
import { type Outcome, exitCodes, inTrouble, misused } from '../failure.ts';
import { byteSize } from '../../contract/byte-size.ts';
import { duration } from '../human-numbers.ts';
import { programPaths } from '../program-paths.ts';
import { type RunningDatabase, withRunningDatabase } from '../running-database.ts';
import { textTable } from '../text-table.ts';

export const schemaCommand: Command = {
  name: 'schema',
  summary: 'bring the tables up to date, or check them',
  operands: 'apply|check',
  operandCount: { min: 1, max: 1 },
  details: [
    'apply runs the migrations that were not run yet, in order, and prints each statement; it also gives the tables the',
    'retention of settings.json. It may be run again at any time.',
    'check lists the tables with engine, rows, size and columns, and ends with 1 when something is missing or pending.',
    'Both use the ClickHouse of the running recorder, which applies its migrations by itself when it starts.',
  ],
  options: {},
  examples: [
    { line: 'hivebar schema check', says: 'what is there, what is missing' },
    { line: 'hivebar schema apply', says: 'make what is missing' },
  ],
  async run(invocation) {
    const [action] = invocation.operands;
    if (action !== 'apply' && action !== 'check') return misused(`schema takes apply or check, not "${action ?? ''}".`);
    const settings = await readSettings(invocation.dataDir);
    if (!settings.ok) return inTrouble(settings.error);
    const retention = retentionParameters(settings.value);
    const { schemaDir } = programPaths(invocation.dataDir);
    return withRunningDatabase(invocation.dataDir, (database) =>
      action === 'check'
        ? check(invocation, database.admin, schemaDir, retention)
        : apply(invocation, database, schemaDir, retention, settings.value.minFreeDiskBytes),
    );
  },
};

type Retention = ReturnType<typeof retentionParameters>;

async function apply(
  { dataDir, json, terminal }: Invocation,
  database: RunningDatabase,
  schemaDir: string,
  parameters: Retention,
  minFreeDiskBytes: number,
): Promise<Outcome> {
  const printing: Promise<void>[] = [];
  const schema = {
    admin: database.admin,
    schemaDir,
    parameters,
    clock: systemClock(),
    checkDiskSpace: () => findLowDisk(dataDir, minFreeDiskBytes, freeBytesAt),
  };
  const applied = await applyMigrations({
    ...schema,
    onProgress: ({ file, statement, statements, title, tookMs }) => {
      if (json) return;
      const place = `${file} ${statement}/${statements}`;
      printing.push(terminal.print(`ok  ${place.padEnd(52)}  ${duration(tookMs).padStart(8)}  ${title}\n`));
    },
  });
  await Promise.all(printing);
  if (!applied.ok) return inTrouble(describeMigrationProblem(applied.error));
  const retained = await applyRetention(schema);
  if (!retained.ok) return inTrouble(describeProblem(retained.error));
  const { applied: files, skipped } = applied.value;
  const changed = files.length + retained.value.length > 0;
  if (changed && database.runtime().engine !== 'remote') await copyDefinitions(databaseFiles(dataDir));
  const result = { applied: files, skipped, retention: retained.value };
  await terminal.print(json ? `${JSON.stringify(result)}\n` : appliedText(result));
  return ok(exitCodes.ok);
}

/** What was applied, for a person. */
export function appliedText(result: {
  readonly applied: readonly string[];
  readonly skipped: number;
  readonly retention: readonly ChangedRetention[];
}): string {
  const { applied, skipped, retention } = result;
  const kept = retention.map(
    ({ table, setting, fromDays, toDays }) =>
      `${setting === 'screen_text_retention_days' ? 'Screen text' : table} is now kept ${counted(toDays, 'day', 'days')}, not ${fromDays}.\n`,
  );
  const migrations =
    applied.length === 0
      ? `Up to date: all ${skipped} migrations had been applied.\n`
      : `${counted(applied.length, 'migration', 'migrations')} applied, ${skipped} had been applied before.\n`;
  return kept.join('') + migrations;
}

async function check(
  { json, terminal }: Invocation,
  admin: AdminDatabase,
  schemaDir: string,
  parameters: Retention,
): Promise<Outcome> {
  const report = await checkSchema(admin, schemaDir, parameters);
  const whole = report.missing.length === 0 && report.pending.length === 0;
  await terminal.print(json ? `${JSON.stringify(report)}\n` : reportText(report));
  return ok(whole ? exitCodes.ok : exitCodes.trouble);
}

function reportText({ objects, missing, pending }: SchemaReport): string {
  const table = textTable(
    [
      { title: 'table' },
      { title: 'engine' },
      { title: 'rows', align: 'right' },
      { title: 'size', align: 'right' },
      { title: 'columns', align: 'right' },
    ],
    objects.map((object) => [
      object.name,
      object.engine,
      object.rows === null ? '-' : grouped(object.rows),
      object.bytes === null ? '-' : byteSize(object.bytes),
      String(object.columns),
    ]),
  );
  const lines = [
    ...missing.map((name) => `Missing: ${name}`),
    ...pending.map((file) => `Not applied: schema/${file}; run hivebar schema apply.`),
  ];
  if (lines.length === 0) lines.push(`Whole: ${objects.length} tables, views and dictionaries, nothing is missing.`);
  return `${table}\n${lines.join('\n')}\n`;
}
