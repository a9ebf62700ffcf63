import * as v from 'valibot';
import { moment, range, rowLimit } from './question-parts.ts';

const name = v.pipe(v.string(), v.maxLength(500));

/** What the page of the always-on agent asks. */
export const alwaysOnQuestions = {
  /** The newest first; the parameters of the evidence are JSON. */
  'agent-suggestions': {
    takes: v.object({ ...range.entries, limit: rowLimit }),
    row: v.object({
      suggestion_id: v.string(),
      ts_ms: moment,
      node_id: v.string(),
      kind: v.string(),
      subject: v.string(),
      title: v.string(),
      body: v.string(),
      evidence_question: v.string(),
      evidence_params: v.string(),
      worded_by: v.string(),
      thread_id: v.string(),
      state: v.string(),
    }),
  },
  /** The latest first. */
  'agent-threads': {
    takes: v.object({ ...range.entries, graph_name: name, limit: rowLimit }),
    row: v.object({
      thread_id: v.string(),
      graph_name: v.string(),
      first_ms: moment,
      last_ms: moment,
      checkpoints: v.number(),
      steps: v.number(),
      next_nodes: v.string(),
      state: v.string(),
    }),
  },
  /** The newest first. */
  'checkpoints-of-thread': {
    takes: v.object({ thread_id: name, limit: rowLimit }),
    row: v.object({
      ts_ms: moment,
      step: v.number(),
      source: v.string(),
      next_nodes: v.string(),
      namespace: v.string(),
      checkpoint_id: v.string(),
      parent_checkpoint_id: v.string(),
    }),
  },
  /** Calls of models by the agent, the newest first; a failed one has `ok` 0. */
  'router-decisions': {
    takes: v.object({ ...range.entries, limit: rowLimit }),
    row: v.object({
      ts_ms: moment,
      node_id: v.string(),
      provider: v.string(),
      model: v.string(),
      route: v.string(),
      route_reason: v.string(),
      ok: v.number(),
      attempt: v.number(),
      dur_ms: v.number(),
      ttft_ms: v.number(),
      output_tokens: v.number(),
      error_msg: v.string(),
    }),
  },
} as const;
