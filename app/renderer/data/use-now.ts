import { useSyncExternalStore } from 'react';
import { useSession } from './session.ts';

/** Epoch milliseconds, drawn again every `stepMs` while the page is visible, always rounded down to a step. */
export function useNow(stepMs = 1_000): number {
  const { clock } = useSession();
  return useSyncExternalStore(clock.subscribe, () => Math.floor(clock.current() / stepMs) * stepMs);
}
