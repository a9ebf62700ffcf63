import type { ExplainKind, Explanation } from '../../../contract/console.ts';
import type { QueryError } from '../../../contract/questions.ts';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { refuseClosedDoors } from '../closed-doors.ts';
import { type Connection, type RawAnswer, readAnswer } from '../read-answer.ts';
import { pipelineGraph } from './explain-pipeline.ts';
import { planTree } from './explain-plan.ts';
import { parameterSettings } from './parameter-texts.ts';

/** A limit of rows would be a step of the plan that nobody wrote. */
const limits = { maxRows: Infinity, maxBytes: 20_000_000, maxExecutionMs: 30_000 };

const questions: Readonly<Record<ExplainKind, string>> = {
  plan: 'EXPLAIN PLAN json = 1, description = 1, actions = 1',
  indexes: 'EXPLAIN PLAN json = 1, description = 1, indexes = 1',
  pipeline: 'EXPLAIN PIPELINE graph = 1',
  estimate: 'EXPLAIN ESTIMATE',
};

/** How the server would run a statement, without running it. */
export async function explain(
  reader: Connection,
  {
    sql,
    params,
    kind,
  }: { readonly sql: string; readonly params: Readonly<Record<string, string>>; readonly kind: ExplainKind },
): Promise<Result<Explanation, QueryError>> {
  const refused = await refuseClosedDoors(reader, sql, params);
  if (refused !== undefined) return fail(refused);
  const prefix = `${questions[kind]}\n`;
  const answer = await readAnswer(reader, { sql: prefix + sql, paramSettings: parameterSettings(sql, params), limits });
  if (!answer.ok) return fail(inText(answer.error, prefix.length));
  return ok(drawn(kind, answer.value));
}

function drawn(kind: ExplainKind, { rows }: RawAnswer): Explanation {
  const text = rows.map(([line]) => String(line)).join('\n');
  switch (kind) {
    case 'plan':
    case 'indexes':
      return { kind, root: planTree(text) };
    case 'pipeline':
      return { kind, ...pipelineGraph(text) };
    case 'estimate':
      return {
        kind,
        tables: rows.map(([database, table, ...numbers]) => {
          const [parts = 0, count = 0, marks = 0] = numbers.map(Number);
          return { database: String(database), table: String(table), parts, rows: count, marks };
        }),
      };
  }
}

/** The place of a mistake, counted in the text without our words before it. */
function inText(error: QueryError, prefixLength: number): QueryError {
  if (error.kind !== 'syntax' || error.position === null) return error;
  const position = error.position - prefixLength;
  return { ...error, position: position < 0 ? null : position };
}
