import * as v from 'valibot';
import {
  type Evidence,
  type Suggestion,
  agentHandler,
  evidence,
  suggestionKind,
} from '../../contract/always-on-agent.ts';
import { type QuestionRow } from '../../contract/questions.ts';

const said = v.object({ node: agentHandler, kind: suggestionKind, state: v.picklist(['new', 'dismissed', 'never']) });
const params = v.pipe(v.string(), v.parseJson(), evidence.entries.params);

/** What the agent said, out of its row; undefined for a kind that this version does not know. */
export function suggestionOf(row: QuestionRow<'agent-suggestions'>): Suggestion | undefined {
  const known = v.safeParse(said, { node: row.node_id, kind: row.kind, state: row.state });
  const asked = v.safeParse(params, row.evidence_params);
  if (!known.success || !asked.success) return undefined;
  return {
    ...known.output,
    id: row.suggestion_id,
    tsMs: row.ts_ms,
    subject: row.subject,
    title: row.title,
    body: row.body,
    evidence: { question: row.evidence_question, params: asked.output } satisfies Evidence,
    wordedBy: row.worded_by,
  };
}
