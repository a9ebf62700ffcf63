import * as v from 'valibot';
import { type ForgetPlan, forgetOutcome, forgetPlan } from '../../contract/forget.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { grouped } from '../human-numbers.ts';
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
export function planText({ tables, total, minutes }: ForgetPlan, terminal: Terminal): string {
  if (total === 0) return 'Nothing of it is recorded.\n';
  const table = textTable(
    [{ title: 'table' }, { title: 'rows', align: 'right' }],
    tables.filter(({ rows }) => rows > 0).map(({ table: name, rows }) => [name, grouped(rows)]),
    { paintTitle: (text) => terminal.paint('dim', text) },
  );
  const time = minutes < 1 ? '' : `, with ${grouped(Math.round(minutes))} minutes of app time`;
  return `${table}\n${grouped(total)} rows${time}. The sums over them are made anew.\n`;
}
