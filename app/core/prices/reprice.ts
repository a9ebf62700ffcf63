import { type BatchDeps, finishRepricing, repriceBatch } from './reprice-batch.ts';
import { type Condition, type RepriceScope, callsOf } from './reprice-calls.ts';
import { type RepricePreview, hourMs, pairOf, previewRepricing } from './reprice-preview.ts';

export interface RepriceDeps extends BatchDeps {
  /** Calls that change together; default 500,000. Between two such batches repricing can stop. */
  readonly batchCalls?: number;
}

export interface RepriceProgress {
  /** Calls whose cost was replaced, of all that will be. */
  readonly done: number;
  readonly total: number;
  /** Parts of tables that ClickHouse has to look through until the next step. */
  readonly partsLeft: number;
}

export interface RepriceOutcome extends RepricePreview {
  /** Calls whose cost was replaced; less than `changed` when it was stopped. */
  readonly done: number;
  /** An earlier repricing was finished first. */
  readonly finishedEarlier: boolean;
}

/** Replaces the costs of recorded calls, oldest first. Aborting `signal` ends it after the step that it is in. */
export async function reprice(
  deps: RepriceDeps,
  scope: RepriceScope,
  signal: AbortSignal,
  onProgress: (progress: RepriceProgress) => Promise<void>,
): Promise<RepriceOutcome> {
  let done = 0;
  let total = 0;
  const tell = (partsLeft: number) => onProgress({ done, total, partsLeft });
  const batchDeps = { ...deps, onWait: tell };
  const finishedEarlier = await finishRepricing(batchDeps);
  const preview = await previewRepricing(deps, scope, signal);
  const pairs = preview.models
    .filter(({ changed }) => changed > 0)
    .map(({ provider, model }) => pairOf(provider, model));
  total = preview.changed;
  await tell(0);
  for (const batch of batchesOf(preview.changedPerHour, deps.batchCalls ?? 500_000)) {
    if (signal.aborted) break;
    await repriceBatch(batchDeps, within(callsOf(scope), batch, pairs));
    done += batch.calls;
    await tell(0);
  }
  return { ...preview, done, finishedEarlier };
}

interface Batch {
  readonly firstHour: number;
  lastHour: number;
  calls: number;
}

/** Whole hours, one after the other, until a batch has enough calls. */
export function batchesOf(changedPerHour: ReadonlyMap<number, number>, batchCalls: number): readonly Batch[] {
  const batches: Batch[] = [];
  for (const [hour, calls] of [...changedPerHour].sort(([a], [b]) => a - b)) {
    const current = batches.at(-1);
    if (current !== undefined && current.calls + calls <= batchCalls) {
      current.lastHour = hour;
      current.calls += calls;
    } else {
      batches.push({ firstHour: hour, lastHour: hour, calls });
    }
  }
  return batches;
}

function within(scope: Condition, { firstHour, lastHour }: Batch, pairs: readonly string[]): Condition {
  return {
    sql: `ts_ms >= {batch_from_ms:UInt64} AND ts_ms < {batch_to_ms:UInt64}
          AND has({pairs:Array(String)}, concat(provider, '\\n', model)) AND ${scope.sql}`,
    params: { ...scope.params, batch_from_ms: firstHour * hourMs, batch_to_ms: (lastHour + 1) * hourMs, pairs },
  };
}
