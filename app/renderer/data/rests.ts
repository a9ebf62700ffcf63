import { type Query, type QueryMeta } from '@tanstack/react-query';
import { type Known } from './live-view.ts';

/** What a question carries that need not be asked on every beat: the least time between two. */
export function restFor(leastMs: number): QueryMeta {
  return { leastMs };
}

/** A beat may come a little early. */
const slackMs = 500;

/**
 * Which questions are due on a beat. One that rests is due once its time has passed since the last beat that asked it,
 * or since the first that saw it, which has just been asked by the view. What could not be answered does not rest.
 */
export function trackRests(now: () => number): { isDue(query: Query): boolean; asked(query: Query): void } {
  const askedMs = new WeakMap<Query, number>();
  return {
    isDue(query) {
      const leastMs = Number(query.meta?.['leastMs'] ?? 0);
      if (leastMs === 0 || isUnanswered(query)) return true;
      const last = askedMs.get(query);
      if (last === undefined) askedMs.set(query, now());
      else if (now() - last >= leastMs - slackMs) return true;
      return false;
    },
    asked: (query) => void askedMs.set(query, now()),
  };
}

function isUnanswered({ state }: Query): boolean {
  const known = state.data as Known<unknown> | undefined;
  return known !== undefined && (known.state === 'failed' || known.stale !== null);
}
