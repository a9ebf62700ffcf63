import * as v from 'valibot';
import type { CurrentContext } from '../../../contract/context.ts';
import { fail, ok } from '../../../contract/result.ts';
import type { Clock } from '../../host.ts';
import type { SocketOp } from './socket-op.ts';

const shortestIntervalMs = 100;
/** The longest too, since a client that is gone is noticed when it is written to. */
const longestIntervalMs = 60_000;

const intervalMs = v.pipe(v.number(), v.integer(), v.minValue(shortestIntervalMs), v.maxValue(longestIntervalMs));
const streamRequest = v.object({ intervalMs });

/** `snapshot`: what the person does now. */
export function snapshotOp(currentContext: () => CurrentContext): SocketOp {
  return { name: 'snapshot', run: () => Promise.resolve(ok({ context: currentContext() })) };
}

/**
 * `stream`: what the person does now, and again after every interval until the client goes. A client that reads slowly
 * misses moments; none are kept for it.
 */
export function streamOp(currentContext: () => CurrentContext, clock: Clock): SocketOp {
  return {
    name: 'stream',
    async run(request, call) {
      const { closed } = call;
      const parsed = v.safeParse(streamRequest, request);
      if (!parsed.success) {
        return fail(`"intervalMs" has to be a whole number from ${shortestIntervalMs} to ${longestIntervalMs}`);
      }
      const isOver = () => closed.aborted;
      let wake: (() => void) | undefined;
      const stopTicking = clock.every(parsed.output.intervalMs, () => wake?.());
      const onClosed = () => wake?.();
      closed.addEventListener('abort', onClosed);
      try {
        while (!isOver()) {
          await call.reply({ context: currentContext() });
          if (!isOver()) await new Promise<void>((resolve) => (wake = resolve));
        }
        return fail('the stream has ended because Hivebar stops');
      } finally {
        closed.removeEventListener('abort', onClosed);
        await stopTicking();
      }
    },
  };
}
