import { type Result, fail, ok } from '../../../contract/result.ts';
import { type ModelTarget, type RouteHints, nameOf } from './model-types.ts';

/** What of a request the router looks at. */
export interface RoutedRequest {
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
}

/** Why a target stands where it does. */
export type ChoiceCode = 'private' | 'offline' | 'local-ready' | 'local-waits' | 'local-last' | 'cloud' | 'cloud-last';

/** Why nothing may be asked. */
export type RouteRefusal =
  'budget-below-input' | 'no-model' | 'private-without-local' | 'offline-without-local' | 'too-long' | 'none-ready';

export interface Choice<T extends ModelTarget> {
  readonly target: T;
  readonly code: ChoiceCode;
  /** One sentence. */
  readonly reason: string;
}

export interface RoutePlan<T extends ModelTarget> {
  /** At least one; each is asked when those before it have failed. */
  readonly choices: readonly [Choice<T>, ...Choice<T>[]];
  /** What the request asked for, or what the budget leaves of it. */
  readonly maxOutputTokens: number;
}

export interface Refusal<Code extends string = RouteRefusal> {
  readonly code: Code;
  /** One sentence for the person. */
  readonly message: string;
}

const reasons: Readonly<Record<ChoiceCode, string>> = {
  private: 'Nothing may leave this machine.',
  offline: 'There is no network.',
  'local-ready': 'A model on this machine is ready.',
  'local-waits': 'Nobody waits for the answer, so the model on this machine is loaded for it.',
  'local-last': 'Models that answer at once come first; this one has to be loaded.',
  cloud: 'No model on this machine can answer soon enough.',
  'cloud-last': 'Models on this machine come first.',
};

/**
 * Which models may be asked, in which order. Pure.
 *
 * - What is private, and everything while offline, stays on this machine or is refused.
 * - A model on this machine that is ready comes first; of two, the one in this process.
 * - When somebody waits, a cloud model comes before one that has to be loaded. When nobody does, after it.
 * - A model whose known window does not hold the input with the whole answer is left out.
 * - The token budget counts input and output together: it shortens the answer, and refuses when the input leaves nothing
 *   of it.
 */
export function route<T extends ModelTarget>(
  request: RoutedRequest,
  hints: RouteHints,
  targets: readonly T[],
): Result<RoutePlan<T>, Refusal> {
  const maxOutputTokens = Math.min(request.maxOutputTokens, hints.tokenBudget - request.inputTokens);
  if (maxOutputTokens < 1) return refuse('budget-below-input', budgetMessage(request, hints));
  if (targets.length === 0)
    return refuse('no-model', 'No model is set up: choose a model file or start a local server.');

  const allowed = targets.filter(({ route: place }) => place !== 'cloud' || !mustStay(hints));
  if (allowed.length === 0) return refuseToLeave(hints);
  const able = allowed.filter(({ readiness }) => readiness !== 'down');
  if (able.length === 0) return refuse('none-ready', allowed.map((target) => target.message).join(' '));
  const needed = request.inputTokens + maxOutputTokens;
  const fitting = able.filter(({ contextTokens }) => contextTokens === null || contextTokens >= needed);
  if (fitting.length === 0) {
    return refuse('too-long', `${needed} tokens fit into no window: ${able.map(windowOf).join(', ')}.`);
  }
  const [first, ...others] = [...fitting].sort((a, b) => rank(a, hints) - rank(b, hints));
  if (first === undefined) throw new Error('Sorting lost the targets.');
  const plan = [first, ...others].map((target) => choose(target, hints, first));
  return ok({ choices: plan as [Choice<T>, ...Choice<T>[]], maxOutputTokens });
}

function mustStay({ privacyRequired, networkState }: RouteHints): boolean {
  return privacyRequired || networkState === 'offline';
}

/** Lower is asked first; equal ranks keep the order in which they were given. */
function rank({ route: place, readiness }: ModelTarget, { latencyTier }: RouteHints): number {
  if (place === 'cloud') return latencyTier === 'interactive' ? 2 : 5;
  return (readiness === 'ready' ? 0 : 3) + (place === 'local' ? 0 : 1);
}

function choose<T extends ModelTarget>(target: T, hints: RouteHints, first: T): Choice<T> {
  const code = codeOf(target, hints, first);
  return { target, code, reason: reasons[code] };
}

function codeOf(target: ModelTarget, hints: RouteHints, first: ModelTarget): ChoiceCode {
  if (hints.privacyRequired) return 'private';
  if (hints.networkState === 'offline') return 'offline';
  if (target.route === 'cloud') return first.route === 'cloud' ? 'cloud' : 'cloud-last';
  if (target.readiness === 'ready') return 'local-ready';
  return hints.latencyTier === 'batch' ? 'local-waits' : 'local-last';
}

function refuseToLeave({ privacyRequired }: RouteHints): Result<never, Refusal> {
  return privacyRequired
    ? refuse('private-without-local', 'Nothing may leave this machine, and no model on it is set up.')
    : refuse('offline-without-local', 'There is no network, and no model on this machine is set up.');
}

function budgetMessage({ inputTokens }: RoutedRequest, { tokenBudget }: RouteHints): string {
  return `The input of about ${inputTokens} tokens leaves nothing of the ${tokenBudget} tokens that this may take.`;
}

function windowOf(target: ModelTarget): string {
  return `${nameOf(target)} holds ${target.contextTokens ?? 0}`;
}

function refuse<Code extends string>(code: Code, message: string): Result<never, Refusal<Code>> {
  return fail({ code, message });
}
