import * as v from 'valibot';
import { counted, grouped } from '../../contract/counts.ts';
import {
  type ForgetCopies,
  type ForgetPlan,
  type RemovedCopies,
  forgetOutcome,
  forgetPlan,
} from '../../contract/forget.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Terminal } from '../terminal.ts';
import { textTable } from '../text-table.ts';

/** What the operation `forget` answers, when it only counts and when it deletes. */
export const parsePlan = parser(forgetPlan);
export const parseOutcome = parser(forgetOutcome);

function parser<S extends v.GenericSchema>(schema: S) {
  return (line: unknown): Result<v.InferOutput<S>, string> => {
    const parsed = v.safeParse(schema, line);
    if (parsed.success) return ok(parsed.output);
    return fail(`The Hivebar that runs answered otherwise than this version expects (${parsed.issues[0].message}).`);
  };
}

/** What would go, by table, for people. */
export function planText({ tables, total, minutes, copies }: ForgetPlan, terminal: Terminal): string {
  if (total === 0) return `Nothing of it is recorded.\n${copiesText(copies)}`;
  const table = textTable(
    [{ title: 'table' }, { title: 'rows', align: 'right' }],
    tables.filter(({ rows }) => rows > 0).map(({ table: name, rows }) => [name, grouped(rows)]),
    { paintTitle: (text) => terminal.paint('dim', text) },
  );
  const time = minutes < 1 ? '' : `, with ${grouped(Math.round(minutes))} minutes of app time`;
  return `${table}\n${grouped(total)} rows${time}. The sums over them are made anew.\n${copiesText(copies)}`;
}

/** What else holds it; empty when nothing does. */
function copiesText({ backups, restored, statements, saved, problem }: ForgetCopies): string {
  const rows = restored.reduce((sum, found) => sum + found.rows, 0);
  const held = [
    ...(backups === 0 ? [] : [`${counted(backups, 'backup was', 'backups were')} made since then and may hold it`]),
    ...(rows === 0
      ? []
      : [
          `${counted(restored.length, 'restored database still holds', 'restored databases still hold')} ${grouped(rows)} rows`,
        ]),
  ];
  const lines = [
    ...(held.length === 0 ? [] : [`${held.join('; ')}. --backups deletes them too.`]),
    ...(statements === 0
      ? []
      : [`${counted(statements, 'statement', 'statements')} in the console's history that name it go as well.`]),
    ...(saved === 0
      ? []
      : [`${counted(saved, 'saved query names', 'saved queries name')} it and stay: remove them in the console.`]),
    ...(problem === null ? [] : [`Backups were not looked at: ${problem}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What went of backups and restored databases. */
export function removedText({ backups, restored, problem }: RemovedCopies): string {
  const gone = `${counted(backups, 'backup', 'backups')} and ${counted(restored, 'restored database', 'restored databases')} are gone`;
  return problem === null ? `${gone}; hivebar backup --full makes a new one.` : `${gone}, the rest is not: ${problem}`;
}
