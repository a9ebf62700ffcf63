import * as v from 'valibot';
import { moment, range, rowLimit } from './question-parts.ts';

export const searchKind = v.picklist(['window', 'screen', 'message', 'tool', 'failure']);
export type SearchKind = v.InferOutput<typeof searchKind>;

/** The questions of the search page. */
export const searchQuestions = {
  search: {
    takes: v.object({
      words: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(200))), v.maxLength(20)),
      kinds: v.array(searchKind),
      ...range.entries,
      limit: rowLimit,
    }),
    row: v.object({
      kind: searchKind,
      ts_ms: moment,
      /** How often, for windows: each is one row. */
      times: v.number(),
      app: v.string(),
      title: v.string(),
      /** 1 for what failed. */
      failed: v.number(),
      /** Text around the first of the words. */
      excerpt: v.string(),
    }),
  },
} as const;
