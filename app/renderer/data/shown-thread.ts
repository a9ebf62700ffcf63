import { useSyncExternalStore } from 'react';

/** The thread that the agents page shows; any page may ask for one, and it stays open while other pages are looked at. */
let shown: string | null = null;
/** The thread that the list was gone back to from, until the list has taken it. */
let left: string | null = null;
const listeners = new Set<() => void>();

/** Opens a thread on the agents page, or its list of runs. The page itself is gone to by `onGo('agents')`. */
export function showThread(threadId: string | null): void {
  left = threadId === null ? shown : null;
  shown = threadId;
  for (const listener of listeners) listener();
}

/** The thread that the list was gone back to from: told once, so that a list that is drawn anew later takes no focus. */
export function takeLeftThread(): string | null {
  const taken = left;
  left = null;
  return taken;
}

export function useShownThread(): string | null {
  return useSyncExternalStore(subscribe, () => shown);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
