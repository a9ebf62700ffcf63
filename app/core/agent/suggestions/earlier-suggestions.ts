import * as v from 'valibot';
import { agentHandler, evidence, suggestionKind } from '../../../contract/always-on-agent.ts';
import type { Said } from './suggestions.ts';

const storedRow = v.object({
  suggestion_id: v.string(),
  ts_ms: v.number(),
  node_id: agentHandler,
  kind: suggestionKind,
  subject: v.string(),
  title: v.string(),
  body: v.string(),
  evidence_question: v.string(),
  evidence_params: v.pipe(v.string(), v.parseJson(), evidence.entries.params),
  worded_by: v.string(),
  thread_id: v.string(),
  state: v.picklist(['new', 'dismissed', 'never']),
});

/** What `agent-suggestions` answers, the oldest first. A row of a kind that is not known any more is left out. */
export function earlierSuggestions(rows: readonly unknown[]): Said[] {
  return rows
    .flatMap((row) => {
      const parsed = v.safeParse(storedRow, row);
      if (!parsed.success) return [];
      const { suggestion_id: id, ts_ms: tsMs, node_id: node, kind, subject, title, body, state } = parsed.output;
      const { evidence_question: question, evidence_params: params, worded_by: wordedBy } = parsed.output;
      const suggestion = {
        id,
        tsMs,
        node,
        kind,
        subject,
        title,
        body,
        evidence: { question, params },
        wordedBy,
        state,
      };
      return [{ suggestion, threadId: parsed.output.thread_id }];
    })
    .reverse();
}
