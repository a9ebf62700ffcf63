import type { AgentHandler, Suggestion } from '../../../contract/always-on-agent.ts';
import type { Handler, Look } from '../graph/agent-graph.ts';
import type { AgentTools } from '../tools/agent-tools.ts';
import { type Detector, type Finding, findingId } from './finding.ts';

/** Words of a model, and which one it was. */
export interface Wording {
  readonly text: string;
  /** `provider/model`. */
  readonly by: string;
}

export interface SayDeps {
  readonly node: AgentHandler;
  readonly detectors: readonly Detector[];
  readonly tools: (look: Look, node: AgentHandler) => AgentTools;
  /** Whether this was said before, or the person does not want to hear of it. */
  readonly isUnwanted: (id: string, finding: Finding) => boolean;
  /** Undefined when no model can or may be asked; why that is, has been recorded. */
  readonly word: (prompt: string, look: Look, node: AgentHandler) => Promise<Wording | undefined>;
  /** Keeps what is said. */
  readonly keep: (suggestion: Suggestion, threadId: string) => Promise<void>;
  readonly notify: (suggestion: Suggestion) => void;
}

/** A handler that says the first thing that its detectors find and that was not said before, or nothing. */
export function sayOneThing({ node, detectors, tools, isUnwanted, word, keep, notify }: SayDeps): Handler {
  return async (look) => {
    const { context, threadId, signal } = look;
    const used = tools(look, node);
    for (const detect of detectors) {
      signal?.throwIfAborted();
      const finding = await detect(context, used);
      if (finding === null) continue;
      const id = findingId(finding);
      if (isUnwanted(id, finding)) continue;
      const wording = finding.prompt === undefined ? undefined : await word(await finding.prompt(), look, node);
      const { kind, subject, title, evidence } = finding;
      const suggestion: Suggestion = {
        id,
        tsMs: context.tsMs,
        node,
        kind,
        subject,
        title,
        body: wording === undefined ? finding.body : `${wording.text}\n\n${finding.body}`,
        evidence,
        wordedBy: wording?.by ?? '',
        state: 'new',
      };
      await keep(suggestion, threadId);
      // Finding words may have taken long: nobody is told who has left meanwhile.
      if (finding.isNews && (await used.contextSnapshot())?.afk === false) notify(suggestion);
      return { action: `Said something: ${kind}.`, suggestion };
    }
    return { action: 'Looked, and had nothing to say.', suggestion: null };
  };
}
