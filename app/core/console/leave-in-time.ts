import type { Stop } from '../../contract/lifecycle.ts';
import type { Clock } from '../host.ts';
import type { ConsoleFace } from './console-face.ts';

/** How long the console's queries get to end when the recorder stops. */
const leaveMs = 2_000;

/** A query that does not heed its end must not keep the recorder from its own: it dies with the server. */
export async function leaveInTime(console: Pick<ConsoleFace, 'leave'>, clock: Clock): Promise<void> {
  let stopTimer: Stop = () => undefined;
  const outOfTime = new Promise<void>((settle) => (stopTimer = clock.after(leaveMs, settle)));
  await Promise.race([console.leave(), outOfTime]);
  await stopTimer();
}
