import type { ForgetCopies } from '../../contract/forget.ts';
import { createRowTurn } from '../long-work/row-turn.ts';
import type { ForgettingDeps } from './forgetting.ts';

/** Nothing holds it besides the tables. */
export const noCopies: ForgetCopies = { backups: 0, restored: [], statements: 0, saved: 0, problem: null };

/** A forgetting where there are neither backups nor a console. */
export function withoutCopies(): Pick<
  ForgettingDeps,
  'findCopies' | 'removeCopies' | 'forgetStatements' | 'begin' | 'turn'
> {
  return {
    findCopies: () => Promise.resolve(noCopies),
    removeCopies: () => Promise.resolve({ backups: 0, restored: 0, problem: null }),
    forgetStatements: () => Promise.resolve(),
    begin: () => Promise.resolve(() => undefined),
    turn: createRowTurn(),
  };
}
