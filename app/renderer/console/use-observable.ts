import { useSyncExternalStore } from 'react';
import { type Observable } from './observable.ts';

/** The value of `source`, drawn again with every change. */
export function useObservable<T>(source: Pick<Observable<T>, 'current' | 'subscribe'>): T {
  return useSyncExternalStore(source.subscribe, source.current);
}
