import type { CurrentContext } from '../../../contract/context.ts';

/** What the agent sees of the person at one moment, after the privacy filter. Everything that a step decides on is in here. */
export interface AgentContext {
  readonly tsMs: number;
  /** IANA zone of the person: whose hours and days count. */
  readonly timeZone: string;
  readonly app: string;
  readonly title: string;
  readonly url: string;
  readonly afk: boolean;
  readonly idleMs: number;
  /** Since when this window, epoch milliseconds; the moment itself where there is none. */
  readonly sinceMs: number;
  readonly screenText: string;
}

/** A checkpoint is written at every step: of a full screen the beginning has to do. */
const screenTextLimit = 2_000;

/**
 * Undefined while there is nothing to see: recording is paused, nobody knows yet whether the person is there, or they look
 * at what is not recorded.
 */
export function agentContext(current: CurrentContext, timeZone: string): AgentContext | undefined {
  if (current.paused || current.afk === null) return undefined;
  if (current.app === null && !current.afk) return undefined;
  return {
    tsMs: current.tsMs,
    timeZone,
    app: current.app ?? '',
    title: current.title ?? '',
    url: current.url ?? '',
    afk: current.afk,
    idleMs: current.idleMs ?? 0,
    sinceMs: current.sinceMs ?? current.tsMs,
    screenText: (current.screenText ?? '').slice(0, screenTextLimit),
  };
}

/** Whether a person would say that they do the same as before. */
export function isSameContext(a: AgentContext, b: AgentContext): boolean {
  return a.app === b.app && a.title === b.title && a.url === b.url && a.afk === b.afk;
}
