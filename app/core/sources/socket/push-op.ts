import { fail, ok } from '../../../contract/result.ts';
import { type AgentRow, type AgentSource, type Intake, agentSources } from '../agents/agent-row.ts';
import { parsePushedRow } from './push-row.ts';
import { pushRowsLimit } from './socket-limits.ts';
import type { SocketOp } from './socket-op.ts';

/**
 * `push`: rows about agents from programs of this account. Answered once the rows are in the writer's journal. A row
 * that cannot be stored is told by its index and hinders no other.
 */
export function pushOp(intake: Intake): SocketOp {
  return {
    name: 'push',
    async run({ rows }) {
      if (!Array.isArray(rows)) return fail('"rows" has to be an array');
      if (rows.length > pushRowsLimit) {
        return fail(`a push has at most ${pushRowsLimit} rows, this one has ${rows.length}: send several`);
      }
      const good: AgentRow[] = [];
      const indexes: number[] = [];
      const rejected: { index: number; reason: string }[] = [];
      for (const [index, row] of (rows as unknown[]).entries()) {
        const parsed = parsePushedRow(row);
        if (parsed.ok) {
          good.push(parsed.value);
          indexes.push(index);
        } else {
          rejected.push({ index, reason: parsed.error });
          intake.refused('socket', sourceOf(row), parsed.error);
        }
      }
      const outcome = await intake.accept('socket', good);
      for (const { index, reason } of outcome.rejected) rejected.push({ index: indexes[index] ?? index, reason });
      rejected.sort((a, b) => a.index - b.index);
      return ok({ accepted: outcome.accepted, duplicates: outcome.duplicates, rejected, full: outcome.full });
    },
  };
}

/** Whom a row that cannot be read counts for. */
function sourceOf(row: unknown): AgentSource {
  const named = typeof row === 'object' && row !== null && 'source' in row ? row.source : undefined;
  return agentSources.find((source) => source === named) ?? 'opentelemetry';
}
