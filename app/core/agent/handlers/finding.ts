import type { Evidence, SuggestionKind } from '../../../contract/always-on-agent.ts';
import type { AgentContext } from '../graph/agent-context.ts';
import type { AgentTools } from '../tools/agent-tools.ts';

/** Something worth saying, before it is known whether it was said already. */
export interface Finding {
  readonly kind: SuggestionKind;
  /** What it is about: "never again" is said of the kind and this. */
  readonly subject: string;
  /** Start of the time in which it is said once, epoch milliseconds. */
  readonly periodMs: number;
  readonly title: string;
  /** In words that need no model. */
  readonly body: string;
  readonly evidence: Evidence;
  /** Makes what a model is asked, once it is sure to be said; left out, the words of `body` stay. */
  readonly prompt?: () => string | Promise<string>;
  /** Whether it is worth a notification; a summary and a note are there when the person wants to read them. */
  readonly isNews: boolean;
}

/** Looks for one thing. Errors of a tool are its own to raise: the graph repeats the step. */
export type Detector = (context: AgentContext, tools: AgentTools) => Promise<Finding | null>;

/** The same matter in the same period has the same id. */
export function findingId({ kind, subject, periodMs }: Finding): string {
  return `${kind}:${periodMs}:${subject}`.slice(0, 200);
}
