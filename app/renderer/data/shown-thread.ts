import { useSyncExternalStore } from 'react';

/** The thread that the agents page shows; any page may ask for one, and it stays open while other pages are looked at. */
let shown: string | null = null;
const listeners = new Set<() => void>();

/** Opens a thread on the agents page, or its list of runs. The page itself is gone to by `onGo('agents')`. */
export function showThread(threadId: string | null): void {
  shown = threadId;
  for (const listener of listeners) listener();
}

export function useShownThread(): string | null {
  return useSyncExternalStore(subscribe, () => shown);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
