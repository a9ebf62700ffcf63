import * as v from 'valibot';
import * as z from 'zod';
import { agentStatus as statusParser } from '../../contract/always-on-agent.ts';
import { fail, ok } from '../../contract/result.ts';
import { askRunningHivebar } from '../running-hivebar.ts';
import type { Tool } from '../tool.ts';

const takes = z.strictObject({});

const gives = z.object({
  state: z.string(),
  message: z.string(),
  node: z.string().nullable(),
  thread_id: z.string(),
  steps: z.number(),
  /** ISO 8601, UTC, as all moments here. */
  last_step_at: z.string().nullable(),
  suggestion: z
    .object({
      id: z.string(),
      said_at: z.string(),
      kind: z.string(),
      subject: z.string(),
      title: z.string(),
      body: z.string(),
      evidence_question: z.string(),
      evidence_params: z.record(z.string(), z.union([z.string(), z.number()])),
    })
    .nullable(),
  last_hour: z.object({ calls: z.number(), max_calls: z.number(), cost_usd: z.number(), max_cost_usd: z.number() }),
  models: z.array(z.object({ name: z.string(), place: z.string(), ready: z.boolean(), message: z.string() })),
});

export function agentStatus(dataDir: string): Tool<typeof takes, typeof gives> {
  return {
    name: 'agent_status',
    title: "State of Hivebar's own agent",
    description:
      "What Hivebar's always-on agent does now, what it spent in the last hour, which models it could ask, and the " +
      'last suggestion it made to the person, with the question whose answer led to it (see ask_question).',
    takes,
    gives,
    async run(_input, { signal }) {
      const answer = await askRunningHivebar(dataDir, { op: 'agent', action: 'status' }, signal);
      if (!answer.ok) return answer;
      const parsed = v.safeParse(v.object({ agent: statusParser }), answer.value);
      if (!parsed.success) return fail("Hivebar's answer cannot be read; it may be of another version. Restart it.");
      const { state, message, node, threadId, steps, lastStepMs, suggestion, spend, models } = parsed.output.agent;
      return ok({
        state,
        message,
        node,
        thread_id: threadId,
        steps,
        last_step_at: lastStepMs === null ? null : new Date(lastStepMs).toISOString(),
        suggestion:
          suggestion === null
            ? null
            : {
                id: suggestion.id,
                said_at: new Date(suggestion.tsMs).toISOString(),
                kind: suggestion.kind,
                subject: suggestion.subject,
                title: suggestion.title,
                body: suggestion.body,
                evidence_question: suggestion.evidence.question,
                evidence_params: suggestion.evidence.params,
              },
        last_hour: {
          calls: spend.calls,
          max_calls: spend.maxCalls,
          cost_usd: spend.costMicros / 1_000_000,
          max_cost_usd: spend.maxCostMicros / 1_000_000,
        },
        models,
      });
    },
  };
}
