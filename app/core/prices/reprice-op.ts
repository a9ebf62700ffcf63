import * as v from 'valibot';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { AdminDatabase } from '../database/clients.ts';
import { reasonOf } from '../database/file-errors.ts';
import type { Clock, Log } from '../host.ts';
import type { SocketCall, SocketOp } from '../sources/socket/socket-op.ts';
import type { PriceList } from './price-list.ts';
import { isRepricingUnfinished } from './reprice-batch.ts';
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

/**
 * `reprice`: computes costs of recorded calls anew. Replies with lines `{done, total, parts_left}` while it works. When the client
 * goes, it ends after the step that it is in; what was replaced until then stays so.
 */
export function repriceOp(deps: RepriceOpDeps): SocketOp {
  let isRunning = false;

  async function run(request: Readonly<Record<string, unknown>>, call: SocketCall): Promise<Result<Answer, string>> {
    const parsed = v.safeParse(repriceRequest, request);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      return fail(`"${v.getDotPath(issue) ?? ''}" is not as it has to be: ${issue.message}`);
    }
    if (isRunning) return fail('costs are being computed anew already: wait until that has ended');
    isRunning = true;
    try {
      return ok(await answer(deps, parsed.output, call));
    } catch (error) {
      return fail(`ClickHouse did not do it (${reasonOf(error)}); repeat the command, it goes on where it ended`);
    } finally {
      isRunning = false;
    }
  }
  return { name: 'reprice', run };
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
