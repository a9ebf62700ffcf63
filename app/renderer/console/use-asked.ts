import { useEffect, useState } from 'react';
import { type Result } from '../../contract/result.ts';
import { type LiveView } from '../data/live-call.ts';
import { type Problem } from '../data/problem.ts';

/**
 * What `ask` gives, asked for again whenever `key` is another; the old answer stays meanwhile. An answer that a newer
 * question has overtaken is dropped.
 */
export function useAsked<T>(
  ask: () => Promise<Result<T, Problem>>,
  key: string,
): { readonly view: LiveView<T>; readonly take: (value: T) => void } {
  const [view, setView] = useState<LiveView<T>>({ state: 'loading' });
  useEffect(() => {
    let isNewest = true;
    void ask().then((answer) => {
      if (!isNewest) return;
      setView(
        answer.ok ? { state: 'ready', value: answer.value, stale: null } : { state: 'failed', problem: answer.error },
      );
    });
    return () => {
      isNewest = false;
    };
    // `ask` is another function at every drawing; what it asks is named by `key`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return { view, take: (value) => setView({ state: 'ready', value, stale: null }) };
}
