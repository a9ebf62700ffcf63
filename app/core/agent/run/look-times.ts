import { type AgentContext, isSameContext } from '../graph/agent-context.ts';

/** People flit through windows: of several changes in a row the last one is looked at. */
const spacingMs = 15_000;

/** The context that was looked at last, and when. */
export interface LastLook {
  readonly context: AgentContext;
  readonly atMs: number;
}

/** How long until a context is to be looked at, milliseconds; 0: now. Leaving and coming back never wait. */
export function msUntilLook(context: AgentContext, last: LastLook | undefined, lookEveryMs: number): number {
  if (last === undefined || context.afk !== last.context.afk) return 0;
  const wait = isSameContext(context, last.context) ? lookEveryMs : spacingMs;
  return Math.max(0, last.atMs + wait - context.tsMs);
}
