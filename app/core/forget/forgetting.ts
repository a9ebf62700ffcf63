import * as v from 'valibot';
import {
  type ForgetCopies,
  type ForgetOutcome,
  type ForgetProgress,
  type ForgetScope,
  type RemovedCopies,
  forgetScope,
} from '../../contract/forget.ts';
import type { Stop } from '../../contract/lifecycle.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { reasonOf } from '../database/file-errors.ts';
import type { ForgetFace } from '../forget-face.ts';
import type { Log } from '../host.ts';
import type { RowTurn } from '../long-work/row-turn.ts';
import { isRepricingUnfinished } from '../prices/reprice-batch.ts';
import type { SocketCall, SocketOp } from '../sources/socket/socket-op.ts';
import { type ForgetDeps, finishForgetting, forget, planForgetting, restoredWith } from './forget-run.ts';

export interface Forgetting extends ForgetFace {
  /**
   * `forget`: with `dry_run` the counts, else lines `{step, done, total}` and the outcome. When the client goes, it ends
   * after the table that it is at.
   */
  readonly op: SocketOp;
  /** Does again what an earlier run of Hivebar had begun, if there is anything. A failure is logged. */
  finishEarlier(): Promise<void>;
}

export interface ForgettingDeps extends ForgetDeps {
  readonly log: Log;
  readonly turn: RowTurn;
  /** Removes the console's statements that name what is forgotten. */
  readonly forgetStatements: (name: string) => Promise<void>;
  /** Keeps still who would write again what it knows, until the stop is called: rows were deleted then, perhaps not all. */
  readonly begin: () => Promise<Stop>;
  readonly removeCopies: (scope: ForgetScope, restored: ForgetCopies['restored']) => Promise<RemovedCopies>;
}

/** What others are told meanwhile. */
const doing = 'something is being forgotten';

/** Forgetting, once at a time, for every door. */
export function createForgetting(deps: ForgettingDeps): Forgetting {
  const { log } = deps;
  const listeners = new Set<(progress: ForgetProgress) => void>();
  let running: AbortController | undefined;

  async function attempt<T>(work: () => Promise<T>): Promise<Result<T, string>> {
    try {
      return ok(await work());
    } catch (error) {
      return fail(`ClickHouse did not do it (${reasonOf(error)}).`);
    }
  }

  /** What a failure means: the journal stands from before the first row is deleted. */
  async function whatIsLeft(): Promise<string> {
    const begun = await deps.journal.read();
    if (begun.ok && begun.value === undefined) return 'Nothing was deleted.';
    return 'It is not all gone: ask again, or the next start finishes it.';
  }

  async function run(
    scope: ForgetScope,
    { copies }: { readonly copies: boolean },
    onProgress: (progress: ForgetProgress) => void | Promise<void>,
    closed?: AbortSignal,
  ): Promise<Result<ForgetOutcome, string>> {
    if (running !== undefined) return fail('Something is being forgotten already: wait until that has ended.');
    const turn = deps.turn.take(doing);
    if (!turn.ok) return fail(`${turn.error.slice(0, 1).toUpperCase()}${turn.error.slice(1)}.`);
    const control = new AbortController();
    running = control;
    let end: Stop = () => undefined;
    const stop = (): void => control.abort();
    closed?.addEventListener('abort', stop, { once: true });
    try {
      const done = await attempt(async () => {
        if (await isRepricingUnfinished(deps.admin)) return 'Costs are being computed anew: wait until that has ended.';
        end = await deps.begin();
        await finishForgetting(deps);
        const named = scope.app ?? scope.domain;
        if (named !== null) await deps.forgetStatements(named);
        const restored = copies ? await restoredWith(deps, scope) : [];
        const outcome = await forget(deps, scope, control.signal, async (progress) => {
          for (const listener of listeners) listener(progress);
          await onProgress(progress);
        });
        return copies && !outcome.cancelled
          ? { ...outcome, copies: await deps.removeCopies(scope, restored) }
          : outcome;
      });
      if (!done.ok) return fail(`${done.error} ${await whatIsLeft()}`);
      if (typeof done.value === 'string') return fail(done.value);
      const { total, left, cancelled } = done.value;
      log('info', 'Recordings were forgotten', { rows: total, left, cancelled });
      return ok(done.value);
    } finally {
      closed?.removeEventListener('abort', stop);
      await letGo(turn.value, end);
    }
  }

  /** Others have their turn, whatever fails on the way. */
  async function letGo(turn: Stop, end: Stop): Promise<void> {
    try {
      await end();
    } finally {
      running = undefined;
      await turn();
    }
  }

  async function answer(request: Readonly<Record<string, unknown>>, call: SocketCall): Promise<Result<Answer, string>> {
    const parsed = v.safeParse(forgetRequest, request);
    if (!parsed.success) return fail(parsed.issues[0].message);
    const { dry_run: isDry, copies, ...asked } = parsed.output;
    const scope = v.safeParse(forgetScope, asked);
    if (!scope.success) return fail(scope.issues[0].message);
    if (isDry) return attempt(() => planForgetting(deps, scope.output));
    return run(scope.output, { copies }, (progress) => call.reply(progress), call.closed);
  }

  return {
    plan: (scope) => attempt(() => planForgetting(deps, scope)),
    run: (scope, how) => run(scope, how, () => undefined),
    cancel: () => running?.abort(),
    onProgress(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    op: { name: 'forget', run: answer },
    async finishEarlier() {
      const begun = await deps.journal.read();
      // Nobody is kept waiting at a start that has nothing to finish; who forgets meanwhile finishes it first.
      if (running !== undefined || (begun.ok && begun.value === undefined)) return;
      const turn = await deps.turn.whenFree(doing);
      running = new AbortController();
      let end: Stop = () => undefined;
      const done = await attempt(async () => {
        end = await deps.begin();
        return finishForgetting(deps);
      });
      await letGo(turn, end);
      if (!done.ok) log('warn', 'A forgetting that was broken off is not finished yet');
      else if (done.value !== undefined)
        log('info', 'Finished a forgetting that was broken off', { left: done.value.left });
    },
  };
}

type Answer = Readonly<Record<string, unknown>>;

const optional = { app: v.optional(v.nullable(v.string()), null), domain: v.optional(v.nullable(v.string()), null) };
const optionalTime = v.optional(v.nullable(v.number()), null);

/** What the socket takes: what is left out has no bound. */
const forgetRequest = v.object({
  ...optional,
  from_ms: optionalTime,
  to_ms: optionalTime,
  agents: v.optional(v.boolean(), false),
  copies: v.optional(v.boolean(), false),
  dry_run: v.optional(v.boolean(), false),
});
