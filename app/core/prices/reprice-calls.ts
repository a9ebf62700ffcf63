import type { AdminDatabase } from '../database/clients.ts';
import { ownRevisionPrefix } from './own-prices.ts';
import type { CallPrice, PriceList } from './price-list.ts';
import type { PricedCall } from './rates.ts';

/** Which recorded calls are looked at. */
export interface RepriceScope {
  /** Epoch milliseconds; null: without a bound. */
  readonly fromMs: number | null;
  /** Not included. */
  readonly toMs: number | null;
  /** A name, or its beginning and a star; null: any model. */
  readonly model: string | null;
  /** Leaves calls alone that have a cost. */
  readonly unpricedOnly: boolean;
}

/** A condition of SQL and the values of its parameters. */
export interface Condition {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Calls whose cost may be computed anew: never those that a vendor, or the source itself, told the cost of. */
export function callsOf({ fromMs, toMs, model, unpricedOnly }: RepriceScope): Condition {
  const parts = [unpricedOnly ? 'isNull(cost_micros)' : "(isNull(cost_micros) OR cost_source = 'computed')"];
  const params: Record<string, unknown> = {};
  if (fromMs !== null) {
    parts.push('ts_ms >= {scope_from_ms:UInt64}');
    params['scope_from_ms'] = fromMs;
  }
  if (toMs !== null) {
    parts.push('ts_ms < {scope_to_ms:UInt64}');
    params['scope_to_ms'] = toMs;
  }
  if (model !== null) {
    const isBeginning = model.endsWith('*');
    parts.push(isBeginning ? 'startsWith(lower(model), {scope_model:String})' : 'lower(model) = {scope_model:String}');
    params['scope_model'] = (isBeginning ? model.slice(0, -1) : model).toLowerCase();
  }
  return { sql: parts.join(' AND '), params };
}

/** What stands before the revision of a call while its cost is being replaced. It keeps the set of such calls fixed. */
export const repricingMark = 'repricing ';

/** Tells a call from all others: its name in the source, and all that its price depends on. */
export const callKey = `reinterpretAsUInt128(sipHash128(event_id, thread_id, source, provider, model, ts_ms, ok, input_tokens, output_tokens,
  cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens))`;

/** A recorded call and what it is said to have cost until now. */
export interface RecordedCall extends PricedCall {
  readonly key: string;
  readonly oldMicros: number | null;
  readonly oldRev: string;
}

/** Reads calls one block after the other, never all of them. `keyed` costs time: without it the keys are empty. */
export async function* readCalls(
  admin: AdminDatabase,
  where: Condition,
  { keyed }: { readonly keyed: boolean },
): AsyncGenerator<RecordedCall[]> {
  const answer = await admin.query({
    query: `
      SELECT ${keyed ? `toString(${callKey})` : "''"}, cost_micros, price_rev, provider, model, ts_ms, ok, input_tokens, output_tokens, cache_read_tokens,
          cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens
      FROM hive.model_invocations WHERE ${where.sql}`,
    query_params: where.params,
    format: 'JSONCompactEachRow',
  });
  for await (const rows of answer.stream<readonly unknown[]>()) yield rows.map((row) => recordedCall(row.json()));
}

function recordedCall(cells: readonly unknown[]): RecordedCall {
  const [key, cost, rev, provider, model, tsMs, ok, input, output, read, write5m, write1h, reasoning] = cells;
  const oldRev = String(rev);
  return {
    key: String(key),
    oldMicros: cost === null ? null : Number(cost),
    oldRev: oldRev.startsWith(repricingMark) ? oldRev.slice(repricingMark.length) : oldRev,
    provider: String(provider),
    model: String(model),
    ts_ms: Number(tsMs),
    ok: Number(ok),
    input_tokens: Number(input),
    output_tokens: Number(output),
    cache_read_tokens: Number(read),
    cache_write_5m_tokens: Number(write5m),
    cache_write_1h_tokens: Number(write1h),
    reasoning_tokens: Number(reasoning),
  };
}

/**
 * What the call costs now; undefined when that is what it costs already. A cost that an earlier built-in list gave stays
 * when the present one has none; a cost that was the person's own goes when they take their price back.
 */
export function newPrice(call: RecordedCall, prices: PriceList): CallPrice | undefined {
  const price = prices.compute(call);
  if (price.cost_micros === call.oldMicros) return undefined;
  if (price.cost_micros === null && !call.oldRev.startsWith(ownRevisionPrefix)) return undefined;
  return price;
}
