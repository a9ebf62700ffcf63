import * as v from 'valibot';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { AdminDatabase } from '../database/clients.ts';
import { reasonOf } from '../database/file-errors.ts';
import type { Clock, Log } from '../host.ts';
import type { SocketCall, SocketOp } from '../sources/socket/socket-op.ts';
import type { PriceList } from './price-list.ts';
import { finishRepricing, isRepricingUnfinished } from './reprice-batch.ts';
import type { RepriceScope } from './reprice-calls.ts';
import { type RepricePreview, previewRepricing } from './reprice-preview.ts';
import { reprice } from './reprice.ts';

export interface RepriceOpDeps {
  readonly admin: AdminDatabase;
  readonly prices: PriceList;
  readonly clock: Clock;
  readonly log: Log;
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

export interface Repricing {
  /**
   * `reprice`: computes costs of recorded calls anew. Replies with lines `{done, total, parts_left}` while it works. When
   * the client goes, it ends after the batch that it is in; what was replaced until then stays so.
   */
  readonly op: SocketOp;
  /** Finishes what an earlier run of Hivebar had begun, if there is anything. A failure is logged; the next try comes with the op. */
  finishEarlier(): Promise<void>;
}

/** Repricing, once at a time. */
export function createRepricing(deps: RepriceOpDeps): Repricing {
  const { log } = deps;
  let isRunning = false;

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

  async function run(request: Readonly<Record<string, unknown>>, call: SocketCall): Promise<Result<Answer, string>> {
    const parsed = v.safeParse(repriceRequest, request);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      return fail(`"${v.getDotPath(issue) ?? ''}" is not as it has to be: ${issue.message}`);
    }
    const done = await alone(() => answer(deps, parsed.output, call));
    if (done === undefined) return fail('costs are being computed anew already: wait until that has ended');
    return done.ok
      ? done
      : fail(`ClickHouse did not do it (${done.error}); repeat the command, it goes on where it ended`);
  }

  return {
    op: { name: 'reprice', run },
    async finishEarlier() {
      const done = await alone(() => finishRepricing(deps));
      if (done?.ok === true && done.value) log('info', 'Finished a repricing that was broken off');
      if (done?.ok === false) log('warn', 'A repricing that was broken off is not finished yet');
    },
  };
}

type Answer = Readonly<Record<string, unknown>>;

async function answer(
  deps: RepriceOpDeps,
  { from_ms: fromMs, to_ms: toMs, model, all, dry_run: isDry }: v.InferOutput<typeof repriceRequest>,
  call: SocketCall,
): Promise<Answer> {
  const { admin, log } = deps;
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
  const outcome = await reprice(deps, scope, call.closed, ({ done, total, partsLeft }) =>
    call.reply({ done, total, parts_left: partsLeft }),
  );
  const { done, changed, finishedEarlier } = outcome;
  if (done > 0 || finishedEarlier)
    log('info', 'Costs were computed anew', { calls: done, of: changed, finishedEarlier });
  return { ...summary(outcome), done, unfinished: false };
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
