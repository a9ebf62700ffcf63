import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Result } from '../../contract/result.ts';
import { createLiveCall, type LiveCall, type LiveView } from './live-call.ts';
import { type Problem } from './problem.ts';
import { type Pulse } from './pulse.ts';

/** What `call` gives, asked for at once and again with every beat. `call` counts as it was at first. */
export function useLiveCall<T>(
  call: () => Promise<Result<T, Problem>>,
  pulse: Pulse,
): { readonly view: LiveView<T>; readonly live: LiveCall<T> } {
  const [live] = useState(() => createLiveCall(call));
  const view = useSyncExternalStore(live.subscribe, live.current);
  useEffect(() => {
    live.refresh();
    const stop = pulse.subscribe(live.refresh);
    return () => void stop();
  }, [live, pulse]);
  return { view, live };
}
