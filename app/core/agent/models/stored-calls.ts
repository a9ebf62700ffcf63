import { fail, ok } from '../../../contract/result.ts';
import { type AskDeps, askByName } from '../../queries/ask.ts';
import type { SpendDeps } from './spend-guard.ts';

const hourMs = 3_600_000;

/** The agent's own calls, as the database holds them. */
export function storedCalls(deps: AskDeps): SpendDeps['stored'] {
  return async (fromMs) => {
    const answer = await askByName(deps, 'agent-spend', { now_ms: fromMs + hourMs });
    if (!answer.ok) return fail(answer.error.message.replace(/\.$/, ''));
    return ok(
      answer.value.rows.map(({ event_id, ts_ms, cost_usd }) => ({
        id: String(event_id),
        tsMs: Number(ts_ms),
        costMicros: cost_usd === null ? null : Math.round(Number(cost_usd) * 1_000_000),
      })),
    );
  };
}
