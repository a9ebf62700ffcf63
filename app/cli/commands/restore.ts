import { counted } from '../../contract/counts.ts';
import * as v from 'valibot';
import { backupName, restoreRequest, sideDatabasePrefix } from '../../contract/backup.ts';
import { ok } from '../../contract/result.ts';
import { askBackup } from '../backup/ask-backup.ts';
import type { Command } from '../command.ts';
import { canAsk, confirm } from '../confirm.ts';
import { exitCodes, misused } from '../failure.ts';
import { printable } from '../text-table.ts';

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'bring rows back from a backup, beside what is recorded or in its place',
  operands: 'NAME',
  operandCount: { min: 1, max: 1 },
  details: [
    'NAME is one of hivebar backup --list. Every part is checked before anything is changed; a damaged backup is refused.',
    `With --as, tables go into databases of their own, which any query may read: ${sideDatabasePrefix}DB for one table,`,
    `${sideDatabasePrefix}DB_seq and ${sideDatabasePrefix}DB_hive for all. With --replace, rows take the place of the recorded ones, and what was`,
    'recorded after the backup is removed; hivebar asks before that.',
  ],
  options: {
    as: { kind: 'text', value: 'DB', says: 'restore beside, into databases with this in their name' },
    replace: { kind: 'flag', says: 'restore in the place of what is recorded' },
    table: { kind: 'text', value: 'TABLE', says: 'only this table, such as hive.tool_calls' },
    partition: { kind: 'text', value: 'DAY', says: 'only this day of the table, such as 2026-11-20' },
    yes: { kind: 'flag', says: 'do not ask before replacing; needed where nobody can be asked' },
  },
  examples: [
    {
      line: 'hivebar restore 2026-11-28T17-30-05Z-full --as before',
      says: 'everything, into restored_before_seq and restored_before_hive',
    },
    {
      line: 'hivebar restore 2026-11-28T17-30-05Z-full --table seq.context --partition 2026-11-20 --replace',
      says: 'one day of one table, in its place',
    },
  ],
  async run(invocation) {
    const { operands, options, json, terminal } = invocation;
    const [name = ''] = operands;
    if (!v.is(backupName, name)) return misused(`NAME is one of hivebar backup --list, not "${printable(name)}".`);
    const database = options.text('as');
    const replaces = options.flag('replace');
    if (replaces === (database !== undefined)) return misused('Take either --as DB or --replace.');
    const target = database === undefined ? { kind: 'replace' } : { kind: 'beside', database };
    const [table, partition] = [options.text('table'), options.text('partition')];
    if (partition !== undefined && table === undefined) return misused('--partition needs --table.');
    const request = v.safeParse(restoreRequest, { name, target, table, partition });
    if (!request.success) {
      const [issue] = request.issues;
      const option = { database: '--as' }[String(issue.path?.at(-1)?.key)] ?? `--${String(issue.path?.at(-1)?.key)}`;
      return misused(`${option} ${issue.message}.`);
    }
    if (replaces && !options.flag('yes')) {
      const asking = { input: process.stdin, output: process.stderr };
      if (json || !canAsk(asking)) return misused('Nobody can be asked here: give --yes, or --as to restore beside.');
      const what = table === undefined ? 'everything that is recorded' : `${partition ?? 'all rows'} of ${table}`;
      if (!(await confirm(`Replace ${what} by ${name}? What was recorded after it is removed.`, asking))) {
        terminal.tell('Nothing was changed.\n');
        return ok(exitCodes.ok);
      }
    }
    const restored = await askBackup(invocation, { action: 'restore', ...request.output });
    if (!restored.ok) return restored;
    const { tables, databases } = restored.value;
    const names = Array.isArray(databases) ? databases.map((each) => printable(String(each))) : [];
    const words =
      names.length === 0
        ? `${counted(Number(tables), 'table')} as before: ${name}.`
        : `${counted(Number(tables), 'table')} of ${name} in ${names.join(' and ')}.`;
    await terminal.print(json ? `${JSON.stringify(restored.value)}\n` : `${words}\n`);
    return ok(exitCodes.ok);
  },
};
