import type { CurrentContext } from '../../contract/context.ts';
import type { AgentContext } from '../agent/graph/agent-context.ts';

/** Windows that the default rules send to each of the agent's handlers in turn. */
const windows = [
  { app: 'Code', title: 'agent-graph.ts', url: '' },
  { app: 'Firefox', title: 'Checkpointers', url: 'https://langchain-ai.github.io/langgraphjs/' },
  { app: 'Preview', title: 'invoice.pdf', url: '' },
] as const;

/** The person at the window with this number, all of them in turn. */
export function presentContext(tsMs: number, window: number): CurrentContext {
  const { app, title, url } = windows[window % windows.length] ?? windows[0];
  const known = { presence: 'active', screenText: null, paused: false };
  return { tsMs, app, title, url, sinceMs: tsMs, idleMs: 0, afk: false, ...known };
}

/** The person has left their machine since then. */
export function awayContext(tsMs: number, leftMs: number): CurrentContext {
  const nothing = { app: null, title: null, url: null, sinceMs: null, screenText: null, paused: false };
  return { tsMs, ...nothing, idleMs: tsMs - leftMs, afk: true, presence: 'idle' };
}

/** The same, as the graph sees it. */
export function seenWindow(tsMs: number, window: number): AgentContext {
  const { app, title, url } = windows[window % windows.length] ?? windows[0];
  return { tsMs, timeZone: 'UTC', app, title, url, afk: false, idleMs: 0, sinceMs: tsMs, screenText: '' };
}
