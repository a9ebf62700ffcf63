import type { Stop } from '../../../contract/lifecycle.ts';
import { type Result, fail } from '../../../contract/result.ts';
import type { Clock } from '../../host.ts';
import { type AskableModel, type ModelAnswer, type ModelFailure, type Question, nameOf } from './model-types.ts';

/** How long one attempt may take. */
export interface TimeLimits {
  readonly firstTokenMs: number;
  readonly overallMs: number;
}

export interface Attempt {
  readonly result: Result<ModelAnswer, ModelFailure>;
  readonly startedMs: number;
  /** Microseconds; 0 when no token came. */
  readonly ttftUs: number;
  readonly durUs: number;
  /** Whether text was handed on, so that another attempt says it anew. */
  readonly heard: boolean;
}

export interface AttemptDeps {
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'after'>;
  readonly limits: TimeLimits;
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
}

/** A provider that has not let go by then is left behind. */
const letGoWithinMs = 5_000;

/** Asks one model once, within its time. What is over is aborted and waited for, so that nothing goes on unseen. */
export async function attempt(model: AskableModel, question: Question, deps: AttemptDeps): Promise<Attempt> {
  const { clock, limits, signal, onText } = deps;
  const name = nameOf(model.target);
  const startedMs = clock.now();
  const began = clock.monotonic();
  const ending = new AbortController();
  const timers: Stop[] = [];
  let over: ModelFailure | undefined;
  let firstTokenAt: number | undefined;
  let heard = false;

  const endWith = (failure: ModelFailure): void => {
    over ??= failure;
    ending.abort();
  };
  const cancel = (): void => endWith({ kind: 'interrupted', message: 'The request was taken back.', statusCode: 0 });
  const late = (what: string, ms: number): void =>
    endWith({ kind: 'timeout', message: `${name} gave no ${what} within ${ms / 1_000} s.`, statusCode: 0 });
  const stopFirst = clock.after(limits.firstTokenMs, () => late('first token', limits.firstTokenMs));
  timers.push(stopFirst);
  timers.push(clock.after(limits.overallMs, () => late('whole answer', limits.overallMs)));
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });

  const leftBehind = new Promise<Result<never, ModelFailure>>((resolve) => {
    const leave = (): void => {
      const unanswered = { kind: 'interrupted', message: `${name} did not let go.`, statusCode: 0 } as const;
      timers.push(clock.after(letGoWithinMs, () => resolve(fail(unanswered))));
    };
    if (ending.signal.aborted) leave();
    else ending.signal.addEventListener('abort', leave, { once: true });
  });
  const asked = model.ask(question, {
    signal: ending.signal,
    onFirstToken: () => {
      if (firstTokenAt !== undefined || over !== undefined) return;
      firstTokenAt = clock.monotonic();
      void stopFirst();
    },
    onText: (text) => {
      if (over !== undefined) return;
      heard = true;
      onText(text);
    },
  });
  try {
    const result = await Promise.race([asked, leftBehind]);
    return {
      result: result.ok ? result : fail(withReason(result.error, over)),
      startedMs,
      ttftUs: firstTokenAt === undefined ? 0 : Math.max(1, microseconds(firstTokenAt - began)),
      durUs: Math.max(1, microseconds(clock.monotonic() - began)),
      heard,
    };
  } finally {
    signal.removeEventListener('abort', cancel);
    for (const stop of timers) void stop();
  }
}

/** A provider only knows that it was ended; why is known here. */
function withReason(failure: ModelFailure, over: ModelFailure | undefined): ModelFailure {
  if (over === undefined) return failure;
  return failure.usage === undefined ? over : { ...over, usage: failure.usage };
}

function microseconds(ms: number): number {
  return Math.round(ms * 1_000);
}
