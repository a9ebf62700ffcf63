import type * as v from 'valibot';
import type { Column } from './columns.ts';
import type { Parameter } from './parameters.ts';

type Parameters = Readonly<Record<string, Parameter>>;
type Columns = Readonly<Record<string, Column>>;

/** What a question takes, before defaults are filled in. */
export type Takes<P extends Parameters> = { [K in keyof P]?: v.InferInput<P[K]['parser']> };
/** One row of an answer, parsed. */
export type RowOf<C extends Columns> = { [K in keyof C]: v.InferOutput<C[K]['parser']> };

/** One named, read-only question: everything that a door needs to offer, ask and show it. */
export interface Question<P extends Parameters = Parameters, C extends Columns = Columns> {
  /** kebab-case, stable: scripts and windows ask by it. */
  readonly name: string;
  readonly title: string;
  /** One sentence: what a row is, and what is left out. */
  readonly description: string;
  readonly parameters: P;
  /** In the order of the SELECT. */
  readonly columns: C;
  /** One SELECT with `{parameter:Type}` for each parameter. */
  readonly sql: string;
  /** Most rows that are handed out; an answer that is cut there says so. */
  readonly maxRows: number;
}

/** A declaration, with its parameters and columns known to the compiler by name. */
export function question<P extends Parameters, C extends Columns>(
  declared: Omit<Question<P, C>, 'maxRows'> & { readonly maxRows?: number },
): Question<P, C> {
  return { maxRows: 10_000, ...declared };
}
