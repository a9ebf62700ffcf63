import { type Result, ok } from '../../contract/result.ts';
import type { ReadableDatabase } from '../../core/database/clients.ts';
import type { ModelPriceNow, PriceList } from '../../core/prices/price-list.ts';
import { repricingMark } from '../../core/prices/reprice-calls.ts';
import { runSql } from '../../core/queries/run-sql.ts';
import type { Failure } from '../failure.ts';
import { queryFailure } from '../query-failure.ts';

/** A model that was called, and what it costs now. */
export interface RecordedModel {
  readonly provider: string;
  readonly model: string;
  readonly calls: number;
  /** Calls whose cost is unknown and in no sum. */
  readonly unpriced: number;
  readonly costMicros: number;
  readonly price: ModelPriceNow;
}

const mostModels = 10_000;

/** Every model that was ever recorded; those with unpriced calls first. Sums are kept for good, so all time is cheap. */
export async function recordedModels(
  reader: ReadableDatabase,
  prices: PriceList,
  nowMs: number,
): Promise<Result<readonly RecordedModel[], Failure>> {
  const answer = await runSql(
    reader,
    `SELECT provider, model, toUInt64(sum(c.calls)) AS calls, sum(c.unpriced_calls) AS unpriced, sum(c.cost_micros) AS micros
     FROM hive.cost_per_hour AS c
     WHERE hour > toDateTime(0, 'UTC')
     GROUP BY provider, model
     ORDER BY unpriced DESC, calls DESC, provider, model`,
    { limits: { maxRows: mostModels } },
  );
  if (!answer.ok) return queryFailure(answer.error);
  return ok(
    answer.value.rows.map(([provider, model, calls, unpriced, micros]) => ({
      provider: String(provider),
      model: String(model),
      calls: Number(calls),
      unpriced: Number(unpriced),
      costMicros: Number(micros),
      price: prices.lookUp(String(provider), String(model), nowMs),
    })),
  );
}

/** Whether a repricing was broken off, see `hivebar reprice`. */
export async function hasUnfinishedRepricing(reader: ReadableDatabase): Promise<Result<boolean, Failure>> {
  const answer = await runSql(
    reader,
    `SELECT count() FROM hive.model_invocations WHERE startsWith(price_rev, '${repricingMark}')`,
  );
  return answer.ok ? ok(Number(answer.value.rows[0]?.[0]) > 0) : queryFailure(answer.error);
}
