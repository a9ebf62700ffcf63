import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { budgetKind } from '../../contract/budgets.ts';
import { errorCode } from '../database/file-errors.ts';
import { writePrivateFile } from '../private-file.ts';
import type { ToldBudgets } from './budget-check.ts';

const stored = v.object({
  version: v.literal(1),
  told: v.record(v.string(), v.object({ period: v.string(), limit: v.number() })),
});

/**
 * What the person was told of, so that a restart does not tell it again. A file that cannot be read says that nothing
 * was: one notification too many is better than none.
 */
export async function readTold(path: string, onProblem: (reason: string) => void): Promise<ToldBudgets> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') onProblem(errorCode(error) ?? 'unknown');
    return undefined;
  });
  if (text === undefined) return {};
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stored), text);
  if (!parsed.success) {
    onProblem('it is damaged');
    return {};
  }
  const kinds = budgetKind.options.flatMap((kind) => {
    const told = parsed.output.told[kind];
    return told === undefined ? [] : [[kind, told] as const];
  });
  return Object.fromEntries(kinds);
}

export async function writeTold(path: string, told: ToldBudgets): Promise<void> {
  await writePrivateFile(path, `${JSON.stringify({ version: 1, told })}\n`);
}
