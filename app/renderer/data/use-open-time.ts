import { useMemo, useState } from 'react';
import { addOpenTime, type AppMinutes, followOpenTime, nothingOpen } from './open-time.ts';
import { useDayStart } from './use-day-start.ts';
import { useStatus } from './use-status.ts';

/** Today's stored minutes with those of the open segment, which grow every `stepMs`; null as long as `stored` is. */
export function useOpenTime(stored: readonly AppMinutes[] | null, stepMs: number): readonly AppMinutes[] | null {
  const view = useStatus();
  const dayStartHour = useDayStart();
  const [open, setOpen] = useState(nothingOpen);
  const status = view.state === 'ready' ? view.status : null;
  const next = stored === null || status === null ? open : followOpenTime(open, { stored, ...status });
  if (next !== open) setOpen(next);
  const { segment, due } = next;
  const steppedMs = status === null ? null : Math.floor(status.nowMs / stepMs) * stepMs;
  return useMemo(
    () =>
      stored === null || steppedMs === null ? stored : addOpenTime(stored, { segment, due }, steppedMs, dayStartHour),
    [stored, segment, due, steppedMs, dayStartHour],
  );
}
