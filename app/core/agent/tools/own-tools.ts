import type { AgentHandler } from '../../../contract/always-on-agent.ts';
import { fail, ok } from '../../../contract/result.ts';
import type { Clock } from '../../host.ts';
import { type AskDeps, askByName } from '../../queries/ask.ts';
import type { RawAnswer } from '../../queries/read-answer.ts';
import { runSql } from '../../queries/run-sql.ts';
import type { AgentRow } from '../../sources/agents/agent-row.ts';
import type { AgentContext } from '../graph/agent-context.ts';
import type { Look } from '../graph/agent-graph.ts';
import { type AgentTools, agentTools } from './agent-tools.ts';

export interface OwnToolDeps {
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly asking: AskDeps;
  /** Waits for the rows that were accepted before. */
  readonly flush: () => Promise<unknown>;
  readonly snapshot: () => AgentContext | undefined;
  readonly add: (row: AgentRow) => void;
}

/** The agent's tools over the reader of the database, as each handler gets them for one look. */
export function ownTools({ clock, asking, flush, snapshot, add }: OwnToolDeps) {
  return ({ threadId }: Pick<Look, 'threadId'>, nodeId: AgentHandler): AgentTools =>
    agentTools(
      {
        now: () => clock.now(),
        monotonic: () => clock.monotonic(),
        // What was accepted before is part of an answer: the same day then gives the same findings.
        async ask(name, params) {
          await flush();
          const answer = await askByName(asking, name, params);
          return answer.ok ? ok(answer.value.rows) : answer;
        },
        async readSql(sql, params) {
          await flush();
          const answer = await runSql(asking.reader, sql, { params });
          return answer.ok ? ok(namedRows(answer.value)) : fail({ message: sentenceOf(answer.error) });
        },
        snapshot,
        record: (id, row) => add({ table: 'hive.tool_calls', source: 'hivebar', id, row }),
      },
      { threadId, nodeId },
    );
}

function sentenceOf(error: { readonly kind: string; readonly message?: string }): string {
  return error.message ?? error.kind;
}

function namedRows({ columns, rows }: Pick<RawAnswer, 'columns' | 'rows'>): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
}
