import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as v from 'valibot';
import { fail, ok } from '../../../contract/result.ts';
import type { Clock } from '../../host.ts';
import type { SocketOp } from './socket-op.ts';

/** A timer of this period is watched, only while somebody asks. */
const periodMs = 10;

const eventLoopRequest = v.object({
  forMs: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(60_000)),
});

/**
 * `event-loop`: how late Hivebar's event loop was while it was watched, that is how long windows and clients had to wait
 * for their turn, milliseconds.
 */
export function eventLoopOp(clock: Clock): SocketOp {
  return {
    name: 'event-loop',
    async run(request, { closed }) {
      const parsed = v.safeParse(eventLoopRequest, request);
      if (!parsed.success) return fail('"forMs" has to be a whole number from 100 to 60000');
      const delay = monitorEventLoopDelay({ resolution: periodMs });
      delay.enable();
      await new Promise<void>((resolve) => {
        const cancel = clock.after(parsed.output.forMs, resolve);
        closed.addEventListener('abort', () => void Promise.resolve(cancel()).then(resolve), { once: true });
      });
      delay.disable();
      // The timer's own period is no delay.
      const late = (ns: number): number => Math.round(Math.max(0, ns / 1e6 - periodMs) * 100) / 100;
      return ok({
        samples: delay.count,
        p50Ms: late(delay.percentile(50)),
        p99Ms: late(delay.percentile(99)),
        maxMs: late(delay.max),
      });
    },
  };
}
