import type { Stop } from '../contract/lifecycle.ts';
import { exitCodes } from './failure.ts';

/** What `awaitStopRequest` needs of the process. */
interface SignalSource {
  on(signal: StopSignal, listener: () => void): unknown;
  off(signal: StopSignal, listener: () => void): unknown;
  exit(code: number): void;
}

/** What it needs of standard input. */
interface EndingInput {
  on(event: 'end' | 'close' | 'error', listener: () => void): unknown;
  resume(): unknown;
  destroy(): unknown;
}

const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
type StopSignal = (typeof stopSignals)[number];

/** Somebody will ask this process to stop. */
export interface StopRequest {
  /** Settles when it was asked. */
  readonly asked: Promise<'asked'>;
  /** Gives the signals back to Node. */
  readonly stopListening: Stop;
}

/** Waits for a signal, or for the end of `input`. A second signal ends the process at once: the first was not obeyed. */
export function awaitStopRequest(signals: SignalSource, input: EndingInput | undefined): StopRequest {
  let ask: () => void = () => undefined;
  let wasAsked = false;
  const asked = new Promise<'asked'>((resolve) => {
    ask = () => {
      wasAsked = true;
      resolve('asked');
    };
  });
  const onSignal = (): void => {
    if (wasAsked) signals.exit(exitCodes.trouble);
    ask();
  };
  for (const signal of stopSignals) signals.on(signal, onSignal);
  if (input !== undefined) {
    for (const event of ['end', 'close', 'error'] as const) input.on(event, ask);
    input.resume();
  }
  return {
    asked,
    stopListening: () => {
      for (const signal of stopSignals) signals.off(signal, onSignal);
      input?.destroy();
    },
  };
}
