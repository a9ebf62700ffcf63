import * as z from 'zod';
import { fail, ok } from '../../contract/result.ts';
import { describedTables } from '../../core/queries/described-tables.ts';
import { fitRows } from '../fit-rows.ts';
import { queryErrorText } from '../query-error-text.ts';
import { withRunningDatabase } from '../running-hivebar.ts';
import type { Tool } from '../tool.ts';

/** Of one page; a table of a hundred columns takes about 8 KB. */
const maxBytes = 48_000;

const takes = z.strictObject({
  database: z.string().max(200).default('').describe('Only this database, such as hive or seq; empty for all.'),
  table: z.string().max(200).default('').describe('Only tables whose name contains this; empty for all.'),
  columns: z.boolean().default(true).describe('Also give the columns. Without them all tables fit into one page.'),
  offset: z.int().min(0).max(100_000).default(0).describe('next_offset of the page before.'),
  limit: z.int().min(1).max(200).default(20).describe('Most tables of this page.'),
});

const gives = z.object({
  tables: z.array(
    z.object({
      database: z.string(),
      table: z.string(),
      engine: z.string(),
      /** Null where nobody counts them, as for views. */
      rows: z.number().nullable(),
      comment: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.string(), comment: z.string() })).optional(),
    }),
  ),
  /** Null on the last page. */
  next_offset: z.number().nullable(),
});

export function describeTables(dataDir: string): Tool<typeof takes, typeof gives> {
  return {
    name: 'describe_tables',
    title: 'Describe the recorded tables',
    description:
      'Tables and views of the ClickHouse that Hivebar keeps, with columns, types and comments: seq holds what the ' +
      'person did (seq.context, seq.presence), hive what agents did (hive.model_invocations, hive.tool_calls, …). ' +
      'Read it before you write SQL for query_sql. Paged: call again with offset = next_offset until it is null.',
    takes,
    gives,
    run({ columns: withColumns, offset, limit, ...filter }, { signal }) {
      return withRunningDatabase(dataDir, async ({ reader }) => {
        const answer = await describedTables(reader, { ...filter, offset, limit }, signal);
        if (!answer.ok) return fail(queryErrorText(answer.error));
        const found = answer.value.tables.map(({ columns, ...table }) =>
          withColumns ? { ...table, columns: [...columns] } : table,
        );
        const fitted = fitRows(found, { maxRows: limit, maxBytes });
        if (fitted.rows.length === 0 && found.length > 0) {
          return fail(`The first table alone has more than ${maxBytes} bytes of columns; ask with columns: false.`);
        }
        const more = answer.value.more || fitted.cutBy !== undefined;
        return ok({ tables: [...fitted.rows], next_offset: more ? offset + fitted.rows.length : null });
      });
    },
  };
}
