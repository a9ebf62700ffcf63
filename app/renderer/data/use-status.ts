import { useSyncExternalStore } from 'react';
import { useSession } from './session.ts';
import { type StatusView } from './status-store.ts';

/** The recorder's status, drawn again whenever it changes. */
export function useStatus(): StatusView {
  const { status } = useSession();
  return useSyncExternalStore(status.subscribe, status.current);
}
