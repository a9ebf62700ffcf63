import { useSyncExternalStore } from 'react';
import { useSession } from './session.ts';

/** The local hour at which the person's day begins, 0 to 23; the last one known. */
export function useDayStart(): number {
  const { status } = useSession();
  return useSyncExternalStore(status.subscribe, status.dayStartHour);
}
