import * as z from 'zod';

/** What an agent may be given at once. The defaults are what a model reads gladly, the bounds what a client carries. */
export const answerLimits = {
  max_rows: z.int().min(1).max(5_000).default(200).describe('Most rows of the answer.'),
  max_bytes: z.int().min(1_000).max(200_000).default(32_000).describe('Most bytes of all rows as JSON.'),
};

/** Says how an answer was cut and what to do; undefined when it is whole. */
export function cutNote(
  cutBy: 'rows' | 'bytes' | undefined,
  { rows, advice }: { readonly rows: number; readonly advice: string },
): string | undefined {
  if (cutBy === undefined) return undefined;
  if (rows === 0) return 'The first row alone is larger than max_bytes. Ask for fewer or shorter columns, or raise it.';
  return `Cut after ${rows} rows, there are more. ${advice} max_${cutBy}.`;
}
