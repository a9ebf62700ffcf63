import { useSyncExternalStore } from 'react';
import { type RowCache } from './row-cache.ts';

/** Draws again when rows of `cache` have come. */
export function useRowVersion(cache: RowCache): number {
  return useSyncExternalStore(cache.subscribe, cache.version);
}
