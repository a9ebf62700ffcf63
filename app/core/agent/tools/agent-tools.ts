import { randomUUID } from 'node:crypto';
import type { QueryError } from '../../../contract/questions.ts';
import type { Result } from '../../../contract/result.ts';
import type { ToolCallRow } from '../../../contract/rows.ts';
import type { AgentContext } from '../graph/agent-context.ts';
import type { Question, RowOf } from '../../queries/question.ts';

/** The rows of an answer, as the reader's limits let them through. */
type Rows = readonly Readonly<Record<string, unknown>>[];

export interface AgentToolDeps {
  readonly now: () => number;
  readonly monotonic: () => number;
  /** Answers a named question. */
  readonly ask: (name: string, params: Readonly<Record<string, unknown>>) => Promise<Result<Rows, QueryError>>;
  /** Runs one statement as the reader, behind the doors that are closed to free SQL. */
  readonly readSql: (
    sql: string,
    params: Readonly<Record<string, unknown>>,
  ) => Promise<Result<Rows, { readonly message: string }>>;
  readonly snapshot: () => AgentContext | undefined;
  readonly record: (id: string, row: ToolCallRow) => void;
}

/** All that the agent can do by itself: named questions, reading SQL, and a look at the context. Each use is recorded. */
export interface AgentTools {
  ask<Asked extends Question>(
    question: Asked,
    params: Readonly<Record<string, unknown>>,
  ): Promise<readonly RowOf<Asked['columns']>[]>;
  /** `params` are the values of `{name:Type}` in the text. */
  readSql(sql: string, params: Readonly<Record<string, unknown>>): Promise<Rows>;
  contextSnapshot(): Promise<AgentContext | undefined>;
}

/** Where a use is recorded. */
export interface ToolPlace {
  readonly threadId: string;
  readonly nodeId: string;
}

export function agentTools(deps: AgentToolDeps, { threadId, nodeId }: ToolPlace): AgentTools {
  /** Only the number of rows is recorded of an answer: the rows are in the database already. */
  async function use<T>(
    tool: { readonly name: string; readonly input: unknown },
    work: () => Promise<Result<T, { readonly message?: string; readonly kind?: string }>>,
  ): Promise<T> {
    const began = { ms: deps.now(), steady: deps.monotonic() };
    const result = await work();
    const failure = result.ok ? '' : (result.error.message ?? result.error.kind ?? 'no reason given');
    const rows = result.ok && Array.isArray(result.value) ? { rows: result.value.length } : {};
    deps.record(`hivebar:tool:${randomUUID()}`, {
      ts_ms: began.ms,
      thread_id: threadId,
      node_id: nodeId,
      tool_name: tool.name,
      input_json: JSON.stringify(tool.input),
      output_json: JSON.stringify(rows),
      dur_us: Math.max(0, Math.round((deps.monotonic() - began.steady) * 1_000)),
      ok: result.ok ? 1 : 0,
      error_msg: failure,
      error_type: result.ok ? '' : (result.error.kind ?? 'error'),
    });
    if (!result.ok) throw new Error(`${tool.name} failed: ${failure}`);
    return result.value;
  }

  return {
    ask: (question, params) =>
      // The catalogue has parsed each row by the columns that the question declares.
      use({ name: 'named_query', input: { question: question.name, ...params } }, () =>
        deps.ask(question.name, params),
      ) as Promise<never>,
    readSql: (sql, params) => use({ name: 'read_sql', input: { sql, params } }, () => deps.readSql(sql, params)),
    contextSnapshot: () =>
      use({ name: 'context_snapshot', input: {} }, () => Promise.resolve({ ok: true, value: deps.snapshot() })),
  };
}
