import * as v from 'valibot';
import type { RepricePreview as ShownPreview } from '../../contract/reprice.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { AdminDatabase } from '../database/clients.ts';
import { reasonOf } from '../database/file-errors.ts';
import type { Clock, Log } from '../host.ts';
import type { SocketCall, SocketOp } from '../sources/socket/socket-op.ts';
import type { RowTurn } from '../long-work/row-turn.ts';
import type { WorkHandle, WorkList } from '../long-work/work-list.ts';
import type { PriceList } from './price-list.ts';
import { finishRepricing, isRepricingUnfinished } from './reprice-batch.ts';
import type { RepriceScope } from './reprice-calls.ts';
import { type RepricePreview, previewRepricing } from './reprice-preview.ts';
import { type RepriceProgress, reprice } from './reprice.ts';

export interface RepriceOpDeps {
  readonly admin: AdminDatabase;
  readonly prices: PriceList;
  readonly clock: Clock;
  readonly log: Log;
  readonly work: WorkList;
  readonly turn: RowTurn;
}

const moment = v.pipe(v.number(), v.integer(), v.minValue(0));

export const repriceRequest = v.object({
  from_ms: v.optional(moment),
  to_ms: v.optional(moment),
  model: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  /** Calls that have a cost too, unless the vendor told it. */
  all: v.optional(v.boolean(), false),
  /** Say what would change, and change nothing. */
  dry_run: v.optional(v.boolean(), false),
});

/** Models that an answer names; the sums are over all. */
const mostModels = 500;
/** Hivebar has ten seconds to quit, and has more to do in them. */
const stopWaitMs = 2_000;
/** What others are told meanwhile. */
const doing = 'costs are being computed anew';
const alreadyRuns = 'costs are being computed anew already: wait until that has ended';

export interface Repricing {
  /**
   * `reprice`: computes costs of recorded calls anew. Replies with lines `{done, total, parts_left}` while it works. When
   * the client goes, it ends after the batch that it is in; what was replaced until then stays so.
   */
  readonly op: SocketOp;
  /** What it would change; changes nothing. */
  preview(which: { readonly all: boolean }): Promise<Result<ShownPreview, string>>;
  /** Begins, and shows in the list of long work. */
  start(which: { readonly all: boolean }): Result<{ workId: string }, string>;
  /** Ends what a window began, waiting a little for the step that it is in; the next start finishes the rest. */
  stop(): Promise<void>;
  /** Finishes what an earlier run of Hivebar had begun, if there is anything. A failure is logged; the next try comes with the op. */
  finishEarlier(): Promise<void>;
}

/** Repricing, once at a time. */
export function createRepricing(deps: RepriceOpDeps): Repricing {
  const { admin, log, work } = deps;
  const stopping = new AbortController();
  let isRunning = false;
  let started: Promise<void> | undefined;

  /** Undefined: it runs already. */
  async function alone<T>(work: () => Promise<T>): Promise<Result<T, string> | undefined> {
    if (isRunning) return undefined;
    isRunning = true;
    try {
      return ok(await work());
    } catch (error) {
      return fail(reasonOf(error));
    } finally {
      isRunning = false;
    }
  }

  function begin(): Job {
    const cancel = new AbortController();
    stopping.signal.addEventListener('abort', () => cancel.abort(), { once: true });
    const item = work.begin({
      kind: 'reprice',
      title: 'Computing costs anew',
      unit: 'calls',
      message: 'Looking for calls whose cost changes.',
      cancel: () => cancel.abort(),
    });
    return { item, cancel };
  }

  async function run(request: Readonly<Record<string, unknown>>, call: SocketCall): Promise<Result<Answer, string>> {
    const parsed = v.safeParse(repriceRequest, request);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      return fail(`"${v.getDotPath(issue) ?? ''}" is not as it has to be: ${issue.message}`);
    }
    const turn = parsed.output.dry_run || isRunning ? ok(() => undefined) : deps.turn.take(doing);
    if (!turn.ok) return turn;
    const done = await alone(() => answer(deps, parsed.output, call, begin));
    await turn.value();
    if (done === undefined) return fail(alreadyRuns);
    return done.ok
      ? done
      : fail(`ClickHouse did not do it (${done.error}); repeat the command, it goes on where it ended`);
  }

  return {
    op: { name: 'reprice', run },
    async preview(which) {
      const done = await alone(async () => {
        const preview = await previewRepricing(deps, scopeOf(which), stopping.signal);
        return shownPreview(preview, await isRepricingUnfinished(admin));
      });
      return done ?? fail(sentence(alreadyRuns));
    },
    start(which) {
      if (isRunning || stopping.signal.aborted) return fail(sentence(alreadyRuns));
      const turn = deps.turn.take(doing);
      if (!turn.ok) return fail(sentence(turn.error));
      const job = begin();
      started = alone(() => perform(deps, scopeOf(which), job)).then(async (done) => {
        started = undefined;
        await turn.value();
        if (done?.ok === false) log('error', 'Costs could not be computed anew', { reason: done.error });
      });
      return ok({ workId: job.item.id });
    },
    async stop() {
      stopping.abort();
      if (started === undefined) return;
      await Promise.race([started, new Promise<void>((resolve) => void deps.clock.after(stopWaitMs, resolve))]);
    },
    async finishEarlier() {
      const done = await alone(async () => {
        // Nobody is kept waiting at a start that has nothing to finish.
        const turn = (await isRepricingUnfinished(admin)) ? await deps.turn.whenFree(doing) : () => undefined;
        try {
          return await finishRepricing(deps);
        } finally {
          await turn();
        }
      });
      if (done?.ok === true && done.value) log('info', 'Finished a repricing that was broken off');
      if (done?.ok === false) log('warn', 'A repricing that was broken off is not finished yet');
    },
  };
}

type Answer = Readonly<Record<string, unknown>>;

/** One repricing in the list of long work. */
interface Job {
  readonly item: WorkHandle;
  readonly cancel: AbortController;
}

/** Replaces costs and tells the list of long work how far that is and how it ends. */
async function perform(
  deps: RepriceOpDeps,
  scope: RepriceScope,
  { item, cancel: { signal } }: Job,
  onProgress: (progress: RepriceProgress) => Promise<void> = () => Promise.resolve(),
) {
  try {
    const outcome = await reprice(deps, scope, signal, async (progress) => {
      const { done, total, partsLeft } = progress;
      const parts = partsLeft > 0 ? `, ${partsLeft} parts of the table to go` : '';
      item.update({ done, total, message: `${done} of ${total} calls have their new cost${parts}.` });
      await onProgress(progress);
    });
    const { done, changed, finishedEarlier } = outcome;
    if (done > 0 || finishedEarlier)
      deps.log('info', 'Costs were computed anew', { calls: done, of: changed, finishedEarlier });
    if (signal.aborted && done < changed)
      item.cancelled(`Ended with ${changed - done} calls to go; start it again later.`);
    else item.finish(done === 0 ? 'No cost had to change.' : `${done} calls have their new cost.`);
    return outcome;
  } catch (error) {
    item.fail(`ClickHouse did not do it (${reasonOf(error)}). Start it again: it goes on where it ended.`);
    throw error;
  }
}

function scopeOf({ all }: { readonly all: boolean }): RepriceScope {
  return { fromMs: null, toMs: null, model: null, unpricedOnly: !all };
}

/** As a line of a window: with a capital and a full stop. */
function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

const microsPerUsd = 1_000_000;

function shownPreview({ models, calls, changed }: RepricePreview, unfinished: boolean): ShownPreview {
  const sum = (key: 'oldMicros' | 'newMicros') => models.reduce((total, model) => total + model[key], 0) / microsPerUsd;
  return {
    calls,
    changed,
    unfinished,
    oldUsd: sum('oldMicros'),
    newUsd: sum('newMicros'),
    models: models.slice(0, mostModels).map((change) => ({
      provider: change.provider,
      model: change.model,
      changed: change.changed,
      oldUsd: change.oldMicros / microsPerUsd,
      newUsd: change.newMicros / microsPerUsd,
      unpriced: change.unpriced,
    })),
    moreModels: Math.max(0, models.length - mostModels),
  };
}

async function answer(
  deps: RepriceOpDeps,
  { from_ms: fromMs, to_ms: toMs, model, all, dry_run: isDry }: v.InferOutput<typeof repriceRequest>,
  call: SocketCall,
  begin: () => Job,
): Promise<Answer> {
  const { admin } = deps;
  const scope: RepriceScope = {
    fromMs: fromMs ?? null,
    toMs: toMs ?? null,
    model: model ?? null,
    unpricedOnly: !all,
  };
  if (isDry) {
    const unfinished = await isRepricingUnfinished(admin);
    return { ...summary(await previewRepricing(deps, scope, call.closed)), done: 0, unfinished };
  }
  const job = begin();
  if (call.closed.aborted) job.cancel.abort();
  call.closed.addEventListener('abort', () => job.cancel.abort(), { once: true });
  const outcome = await perform(deps, scope, job, ({ done, total, partsLeft }) =>
    call.reply({ done, total, parts_left: partsLeft }),
  );
  return { ...summary(outcome), done: outcome.done, unfinished: false };
}

function summary({ models, calls, changed }: RepricePreview): Answer {
  return {
    calls,
    changed,
    models: models.slice(0, mostModels).map((change) => ({
      provider: change.provider,
      model: change.model,
      calls: change.calls,
      changed: change.changed,
      old_micros: change.oldMicros,
      new_micros: change.newMicros,
      priced_now: change.pricedNow,
      unpriced: change.unpriced,
      price_rev: change.priceRev,
    })),
    more_models: Math.max(0, models.length - mostModels),
  };
}
