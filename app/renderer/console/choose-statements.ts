import { sqlParameters, type SqlStatement, sqlStatements, statementAt } from '../../contract/sql-text.ts';
import { parameterTrouble } from './parameter-kind.ts';
import { type StatementToRun } from './run-store.ts';

/** `here`: the selection, else the statement at the cursor. */
export type RunScope = 'here' | 'all';

interface Chosen {
  readonly text: string;
  readonly selection: { readonly from: number; readonly to: number };
}

/** The statements that the person means. */
export function chooseStatements({ text, selection: { from, to } }: Chosen, scope: RunScope): readonly SqlStatement[] {
  if (scope === 'all') return sqlStatements(text);
  if (from === to) {
    const one = statementAt(text, from);
    return one === null ? [] : [one];
  }
  return sqlStatements(text.slice(from, to)).map((each) => ({ ...each, from: each.from + from, to: each.to + from }));
}

/** The first parameter of `statements` whose value cannot be right; null when all can be sent. */
export function firstTrouble(
  statements: readonly SqlStatement[],
  values: Readonly<Record<string, string>>,
): string | null {
  for (const { name, type } of statements.flatMap(({ text }) => sqlParameters(text))) {
    if (parameterTrouble(values[name], type) !== null) return name;
  }
  return null;
}

/** Each statement with the values of its own parameters, and of no other. */
export function withValues(
  statements: readonly SqlStatement[],
  values: Readonly<Record<string, string>>,
): readonly StatementToRun[] {
  return statements.map(({ text, from }) => ({
    text,
    from,
    params: Object.fromEntries(sqlParameters(text).map(({ name }) => [name, values[name] ?? ''])),
  }));
}
