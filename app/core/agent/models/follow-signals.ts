/** A signal that aborts with the first of several; `unfollow` lets go of them, whose lives may be longer. */
export function followSignals(signals: readonly AbortSignal[]): {
  readonly signal: AbortSignal;
  readonly unfollow: () => void;
} {
  const own = new AbortController();
  const abort = (): void => own.abort();
  for (const signal of signals) {
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  }
  return {
    signal: own.signal,
    unfollow: () => {
      for (const signal of signals) signal.removeEventListener('abort', abort);
    },
  };
}
