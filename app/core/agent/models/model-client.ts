import { randomUUID } from 'node:crypto';
import type { ModelInvocationRow, TraceEventRow } from '../../../contract/rows.ts';
import { type Result, fail, ok } from '../../../contract/result.ts';
import type { Clock } from '../../host.ts';
import { type Attempt, type TimeLimits, attempt } from './attempt.ts';
import { invocationRow, refusalRow } from './call-rows.ts';
import { followSignals } from './follow-signals.ts';
import {
  type AskableModel,
  type ModelFailure,
  type ModelRequest,
  type ModelRoute,
  type ModelTarget,
  type RouteHints,
  type TokenUsage,
  nameOf,
} from './model-types.ts';
import { type Choice, type Refusal, type RouteRefusal, route } from './route.ts';
import type { SpendGuard, SpendRefusal } from './spend-guard.ts';
import { estimatedInputTokens, mostInputTokens } from './token-estimate.ts';

export interface ModelClientDeps {
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'after'>;
  /** The models that there are, after those that these hints allow were looked for. */
  readonly models: (hints: RouteHints) => Promise<readonly AskableModel[]>;
  readonly spend: SpendGuard;
  /** What a call with so many tokens costs, millionths of a US dollar; null when nobody knows. */
  readonly cost: (target: ModelTarget, usage: TokenUsage) => number | null;
  /** Every attempt, the failed ones too. The row has no cost: the intake prices it. */
  readonly record: (row: ModelInvocationRow) => void;
  /** A request that was refused before any model was asked. */
  readonly recordRefusal: (row: TraceEventRow) => void;
  readonly sourceVersion: string;
  /** Left out, `usualLimits`. */
  readonly limits?: Readonly<Record<RouteHints['latencyTier'], TimeLimits>>;
}

export interface CompleteOptions {
  readonly signal?: AbortSignal;
  /** Text as it comes. An attempt with another number begins anew: what came before is void. */
  readonly onToken?: (text: string, attempt: number) => void;
}

/** What was answered, by whom. */
export interface Completion {
  readonly text: string;
  readonly provider: string;
  readonly model: string;
  readonly route: ModelRoute;
  readonly usage: TokenUsage;
  readonly finishReason: string;
  readonly ttftUs: number;
  readonly durUs: number;
  readonly attempts: number;
  /** `event_id` of the row. */
  readonly eventId: string;
}

/** Why there is no answer: `failed` and `cancelled` after attempts that are recorded, the others before any. */
export interface NoCompletion extends Refusal<RouteRefusal | SpendRefusal | 'failed' | 'cancelled'> {
  readonly attempts: number;
}

export interface ModelClient {
  complete(
    request: ModelRequest,
    hints: RouteHints,
    options?: CompleteOptions,
  ): Promise<Result<Completion, NoCompletion>>;
  /** Ends what runs and waits for it; from then on everything is cancelled. */
  stop(): Promise<void>;
}

export const usualLimits: Readonly<Record<RouteHints['latencyTier'], TimeLimits>> = {
  interactive: { firstTokenMs: 15_000, overallMs: 60_000 },
  batch: { firstTokenMs: 120_000, overallMs: 600_000 },
};

/** Before the same model is asked a second time. */
const repeatAfterMs = 1_000;

interface Candidate extends ModelTarget {
  readonly askable: AskableModel;
}

/** The one way to a model: routed, held to the hourly limits, within time, recorded. */
export function createModelClient(deps: ModelClientDeps): ModelClient {
  const ending = new AbortController();
  const running = new Set<Promise<unknown>>();

  async function complete(
    request: ModelRequest,
    hints: RouteHints,
    signal: AbortSignal,
    onToken: NonNullable<CompleteOptions['onToken']>,
  ): Promise<Result<Completion, NoCompletion>> {
    const takenBack = (): boolean => signal.aborted;
    const models = await Promise.race([deps.models(hints), aborted(signal)]);
    if (models === undefined || takenBack()) return fail({ ...cancelled, attempts: 0 });
    const candidates = models.map((askable): Candidate => ({ ...askable.target, askable }));
    const asked = { inputTokens: estimatedInputTokens(request), maxOutputTokens: request.maxOutputTokens };
    const planned = route(asked, hints, candidates);
    if (!planned.ok) return refuse(request, hints, planned.error);

    const { choices, maxOutputTokens } = planned.value;
    const question = { system: request.system ?? '', messages: request.messages, maxOutputTokens };
    const before: string[] = [];
    let attempts = 0;
    let last: ModelFailure | undefined;
    let refused: Refusal<SpendRefusal> | undefined;

    for (const [index, choice] of choices.entries()) {
      const { target } = choice;
      for (let repeat = false; ; repeat = true) {
        const eventId = `hivebar:${randomUUID()}`;
        const permit = await deps.spend.allow(eventId, mostCost(request, maxOutputTokens, target));
        if (!permit.ok) {
          refused = permit.error;
          before.push(`${nameOf(target)} (${refused.code})`);
          break;
        }
        attempts += 1;
        const number = attempts;
        const done = await attempt(target.askable, question, {
          clock: deps.clock,
          limits: (deps.limits ?? usualLimits)[hints.latencyTier],
          signal,
          onText: (text) => onToken(text, number),
        });
        const reason = reasonOf(choice, before, repeat);
        deps.record(
          invocationRow({ request, target, attempt: done, number, eventId, reason, sourceVersion: deps.sourceVersion }),
        );
        await permit.value.settle(costOf(done, target));
        if (done.result.ok) return ok(completion(done, done.result.value, target, attempts, eventId));
        last = done.result.error;
        if (takenBack()) return fail({ ...cancelled, attempts });
        before.push(`${nameOf(target)} (${last.kind})`);
        if (repeat || done.heard || index < choices.length - 1 || !mayPass(last)) break;
        if (!(await passed(repeatAfterMs, signal))) return fail({ ...cancelled, attempts });
      }
    }
    if (last !== undefined) return fail({ code: 'failed', message: last.message, attempts });
    if (refused === undefined) throw new Error('A plan without choices.');
    return refuse(request, hints, refused);
  }

  function refuse(
    request: ModelRequest,
    hints: RouteHints,
    refusal: Refusal<RouteRefusal | SpendRefusal>,
  ): Result<never, NoCompletion> {
    deps.recordRefusal(refusalRow(request, hints, refusal, deps.clock.now()));
    return fail({ ...refusal, attempts: 0 });
  }

  function mostCost(request: ModelRequest, outputTokens: number, target: ModelTarget): number | null {
    return deps.cost(target, { ...noTokens, input_tokens: mostInputTokens(request), output_tokens: outputTokens });
  }

  /** Null where tokens were used that nobody counted: then the most that they can cost counts. */
  function costOf({ result }: Attempt, target: ModelTarget): number | null {
    const usage = result.ok ? result.value.usage : result.error.usage;
    if (usage !== undefined) return deps.cost(target, usage);
    // What never reached a model, or was refused by it, is not charged.
    const { kind } = result.ok ? { kind: undefined } : result.error;
    return kind === 'authentication' || kind === 'rate_limit' || kind === 'invalid_request' || kind === 'unavailable'
      ? 0
      : null;
  }

  /** False when it was broken off. */
  function passed(ms: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (): void => {
        void stop();
        resolve(false);
      };
      const stop = deps.clock.after(ms, () => {
        signal.removeEventListener('abort', end);
        resolve(true);
      });
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
  }

  return {
    complete(request, hints, { signal, onToken = () => undefined } = {}) {
      const { signal: either, unfollow } = followSignals(
        signal === undefined ? [ending.signal] : [signal, ending.signal],
      );
      const run = complete(request, hints, either, onToken).finally(unfollow);
      const kept = run.catch(() => undefined).finally(() => running.delete(kept));
      running.add(kept);
      return run;
    },
    async stop() {
      ending.abort();
      await Promise.all(running);
    },
  };
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

const noTokens: TokenUsage = {
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_5m_tokens: 0,
  reasoning_tokens: 0,
};

const cancelled = { code: 'cancelled', message: 'The request was taken back.' } as const;

/** Failures that are often over a moment later. */
function mayPass({ kind }: ModelFailure): boolean {
  return kind === 'connection' || kind === 'rate_limit' || kind === 'overloaded' || kind === 'server_error';
}

/** A code, a colon, a sentence; what was tried or left out before stands first. */
function reasonOf({ code, reason }: Choice<Candidate>, before: readonly string[], repeat: boolean): string {
  if (before.length === 0) return `${code}: ${reason}`;
  return `${repeat ? 'repeat' : 'fallback'}: after ${before.join(', ')}. ${code}: ${reason}`;
}

function completion(
  { ttftUs, durUs }: Attempt,
  { text, usage, finishReason }: { text: string; usage: TokenUsage; finishReason: string },
  { provider, model, route: place }: ModelTarget,
  attempts: number,
  eventId: string,
): Completion {
  return { text, provider, model, route: place, usage, finishReason, ttftUs, durUs, attempts, eventId };
}
