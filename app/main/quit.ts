import type { App } from 'electron';
import type { Stop } from '../contract/lifecycle.ts';
import type { Clock, Log } from '../core/host.ts';

/** The recorder takes up to 10 s to stop; what is longer than this hangs, and the journal has the rows. */
const stopLimitMs = 12_000;

export interface Quitting {
  /** Ends the app with this exit status once everything has stopped. Later calls change nothing. */
  quit(status: number): void;
  /** The machine shuts down: begin to stop, but hold nobody up. */
  machineShutsDown(): void;
}

/** Holds every quit back until `stopAll` is done or out of time, then leaves for good. */
export function quitCleanly(
  app: Pick<App, 'on' | 'exit'>,
  { stopAll, clock, log }: { stopAll: () => Promise<void>; clock: Clock; log: Log },
): Quitting {
  let stopping: Promise<void> | undefined;
  let holdsBack = true;

  async function stopInTime(): Promise<void> {
    let stopTimer: Stop = () => undefined;
    const outOfTime = new Promise<string>((settle) => {
      stopTimer = clock.after(stopLimitMs, () => settle(`not stopped after ${stopLimitMs} ms`));
    });
    const problem = await Promise.race([stopAll().then(() => undefined, String), outOfTime]);
    void stopTimer();
    if (problem === undefined) log('info', 'Hivebar ends');
    else log('error', 'the recorder did not stop cleanly', { problem });
  }

  function quit(status: number): void {
    if (stopping !== undefined) return;
    stopping = stopInTime().then(() => app.exit(status));
  }

  app.on('before-quit', (event) => {
    if (holdsBack) event.preventDefault();
    quit(0);
  });
  return {
    quit,
    machineShutsDown() {
      // A quit that is held back now would cancel the shutdown on macOS.
      holdsBack = false;
      quit(0);
    },
  };
}
