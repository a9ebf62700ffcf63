import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ModelInvocationRow } from '../../contract/rows.ts';
import type { OwnPrice } from '../../contract/settings.ts';
import { type TestDatabase, killServer, realClock, silentLog, startTestDatabase, until } from '../database/testing.ts';
import { createPriceList } from './price-list.ts';
import { type BatchStep, batchSteps, isRepricingUnfinished } from './reprice-batch.ts';
import type { RepriceScope } from './reprice-calls.ts';
import { createRowTurn } from '../long-work/row-turn.ts';
import { createWorkList } from '../long-work/work-list.ts';
import { createRepricing } from './reprice-op.ts';
import { type RepriceOutcome, batchesOf, reprice } from './reprice.ts';

let test: TestDatabase;
let own: readonly OwnPrice[] = [];
const prices = createPriceList({ own: () => own });
const never = new AbortController().signal;
const everything: RepriceScope = { fromMs: null, toMs: null, model: null, unpricedOnly: false };
const unpriced: RepriceScope = { ...everything, unpricedOnly: true };

beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

beforeEach(async () => {
  own = [];
  for (const table of ['model_invocations', 'cost_per_hour', 'calls_per_quarter', 'thread_hours']) {
    await test.database.admin.command({ query: `TRUNCATE TABLE hive.${table}` });
  }
});

const dayMs = 86_400_000;
const begin = Date.UTC(2026, 4, 20, 22, 7);
const models = [
  ['anthropic', 'claude-sonnet-4-5'],
  ['openai', 'gpt-5.2-codex'],
  ['acme', 'acme-one'],
  ['acme', 'acme-two'],
  ['mlx', 'qwen3'],
] as const;

/** Calls over three days as an older Hivebar wrote them: unpriced, wrongly priced, told by the vendor, failed. */
function recordedCalls(count: number, name = 'call'): ModelInvocationRow[] {
  return Array.from({ length: count }, (_, index) => {
    const [provider, model] = models[index % models.length] ?? models[0];
    const kind = index % 4;
    return {
      ts_ms: begin + Math.floor((index * 3 * dayMs) / count),
      provider,
      model,
      thread_id: index % 6 === 0 ? '' : `thread-${index % 6}`,
      ok: index % 7 === 0 ? 0 : 1,
      node_id: 'node',
      dur_us: 1_000 + index,
      input_tokens: 10 + index,
      output_tokens: index % 5,
      cache_read_tokens: index % 3 === 0 ? 250_000 : 0,
      reasoning_tokens: index % 2,
      event_id: `${name}-${index}`,
      source: index % 2 === 0 ? 'codex' : 'claude-code',
      ...[
        { cost_micros: null, cost_source: 'unknown' },
        { cost_micros: 7, cost_source: 'computed', price_rev: 'genai-prices@0.0.1' },
        { cost_micros: 1_000_000, cost_source: 'vendor' },
        { cost_micros: null, cost_source: '' },
      ][kind],
    };
  });
}

async function insert(rows: readonly ModelInvocationRow[]): Promise<void> {
  await test.database.writer.insert({ table: 'hive.model_invocations', values: rows, format: 'JSONEachRow' });
}

async function select(query: string): Promise<Record<string, unknown>[]> {
  return (await test.database.admin.query({ query, format: 'JSONStringsEachRow' })).json();
}

/** The rows summed without any help of the view. */
const sumOfRows = `
  SELECT toDateTime(intDiv(ts_ms, 3600000) * 3600, 'UTC') AS hour, toUInt8(intDiv(ts_ms % 3600000, 900000)) AS quarter,
      provider, model, source, toUInt64(count()) AS calls, countIf(ok = 0) AS failed, countIf(isNull(cost_micros)) AS unpriced,
      sum(input_tokens) AS input, sum(output_tokens) AS output, ifNull(sum(cost_micros), 0) AS micros
  FROM hive.model_invocations GROUP BY ALL ORDER BY ALL`;
const sumOfSums = `
  SELECT hour, quarter, provider, model, source, sum(calls) AS calls, sum(failed_calls) AS failed,
      sum(unpriced_calls) AS unpriced, sum(input_tokens) AS input, sum(output_tokens) AS output, sum(cost_micros) AS micros
  FROM hive.cost_per_hour GROUP BY ALL ORDER BY ALL`;
const threadsOfRows = `
  SELECT toDateTime(intDiv(ts_ms, 3600000) * 3600, 'UTC') AS hour, thread_id, count() AS calls,
      countIf(isNull(cost_micros)) AS unpriced, ifNull(sum(cost_micros), 0) AS micros, min(ts_ms) AS first_ms
  FROM hive.model_invocations WHERE thread_id != '' GROUP BY ALL ORDER BY ALL`;
const threadsOfSums = `
  SELECT hour, thread_id, sum(model_calls) AS calls, sum(unpriced_calls) AS unpriced, sum(cost_micros) AS micros,
      min(thread_hours.first_ms) AS first_ms
  FROM hive.thread_hours GROUP BY ALL ORDER BY ALL`;
const places =
  'SELECT hour, quarter, name, sum(calls), sum(errors) FROM hive.calls_per_quarter GROUP BY ALL ORDER BY ALL';

async function expectSumsToBeRight(): Promise<void> {
  expect(await select(sumOfSums)).toEqual(await select(sumOfRows));
  expect(await select(threadsOfSums)).toEqual(await select(threadsOfRows));
}

/** Every row has the cost that the price list gives it now, or, told by the vendor, the one it had. */
async function expectCostsToBeRight(rows: readonly ModelInvocationRow[]): Promise<void> {
  const stored = await select(
    'SELECT event_id, cost_micros, cost_source, price_rev FROM hive.model_invocations ORDER BY event_id',
  );
  const expected = rows
    .map((row) => ({ row, now: prices.compute(row) }))
    .map(({ row, now }) => {
      const told = row.cost_source === 'vendor' || now.cost_micros === null || now.cost_micros === row.cost_micros;
      const { cost_micros: micros, cost_source: source, price_rev: rev } = told ? row : now;
      return { event_id: row.event_id ?? '', cost_micros: String(micros), cost_source: source, price_rev: rev ?? '' };
    })
    .sort((a, b) => (a.event_id < b.event_id ? -1 : 1));
  const given = stored.map((row) => ({
    ...row,
    cost_micros: row['cost_micros'] === 'ᴺᵁᴸᴸ' ? 'null' : row['cost_micros'],
  }));
  expect(given).toEqual(expected);
}

interface Extra {
  readonly onStep?: (step: BatchStep) => void | Promise<void>;
  readonly batchCalls?: number;
}

function run(scope: RepriceScope, extra: Extra = {}): Promise<RepriceOutcome> {
  const { admin } = test.database;
  return reprice({ admin, prices, clock: realClock, ...extra }, scope, never, () => Promise.resolve());
}

const acme: OwnPrice = { model: 'acme-*', inputUsdPerMtok: 2, outputUsdPerMtok: 9 };

describe('repricing', () => {
  it('gives every call the present price, and the sums the difference', async () => {
    const rows = recordedCalls(2_000);
    await insert(rows);
    const others = await select(places);
    own = [acme];
    const outcome = await run(everything, { batchCalls: 600 });
    expect(outcome.done).toBe(outcome.changed);
    expect(outcome.changed).toBeGreaterThan(1_000);
    await expectCostsToBeRight(rows);
    await expectSumsToBeRight();
    expect(await select(places)).toEqual(others);
    expect(await select("SELECT count() AS n FROM hive.cost_per_hour WHERE hour < '2000-01-01'")).toEqual([{ n: '0' }]);
    expect((await run(everything)).changed).toBe(0);
  });

  it('tells beforehand what each model cost and will cost', async () => {
    await insert([
      { ts_ms: begin, provider: 'acme', model: 'acme-one', ok: 1, input_tokens: 100, event_id: '1' },
      { ts_ms: begin, provider: 'acme', model: 'acme-one', ok: 1, input_tokens: 10, event_id: '2', cost_micros: 3 },
      { ts_ms: begin, provider: 'else', model: 'b', ok: 1, input_tokens: 10, event_id: '3' },
    ]);
    await test.database.admin.command({
      query: "ALTER TABLE hive.model_invocations UPDATE cost_source = 'computed' WHERE event_id = '2'",
      clickhouse_settings: { mutations_sync: '1' },
    });
    own = [acme];
    const { models: told } = await run(everything);
    expect(told).toEqual([
      {
        provider: 'acme',
        model: 'acme-one',
        calls: 2,
        changed: 2,
        oldMicros: 3,
        newMicros: 220,
        pricedNow: 1,
        unpriced: 0,
        priceRev: 'own:acme-*',
      },
      expect.objectContaining({ provider: 'else', calls: 1, changed: 0, unpriced: 1 }),
    ]);
  });

  it('leaves calls outside the scope alone', async () => {
    const rows = recordedCalls(400);
    await insert(rows);
    own = [acme];
    const before = await select('SELECT event_id, cost_micros FROM hive.model_invocations ORDER BY event_id');
    const scope = { ...unpriced, model: 'ACME-t*', fromMs: begin + dayMs, toMs: begin + 2 * dayMs };
    const { changed } = await run(scope);
    const after = await select('SELECT event_id, cost_micros FROM hive.model_invocations ORDER BY event_id');
    const touched = rows.filter(
      ({ ts_ms: at, model, cost_micros: micros }) =>
        at >= scope.fromMs && at < scope.toMs && model === 'acme-two' && micros === null,
    );
    expect(changed).toBe(touched.length);
    const names = new Set(touched.map(({ event_id: id }) => id));
    const others = (all: Record<string, unknown>[]) => all.filter((row) => !names.has(String(row['event_id'])));
    expect(others(after)).toEqual(others(before));
    await expectSumsToBeRight();
  });

  it('takes an own price back, keeps what an earlier list knew, and can go there and back again', async () => {
    const call = {
      ts_ms: begin,
      provider: 'acme',
      model: 'acme-one',
      ok: 1,
      input_tokens: 100,
      cost_source: 'computed',
    };
    await insert([{ ...call, event_id: 'kept', cost_micros: 5, price_rev: 'genai-prices@0.0.1' }]);
    await insert([{ ...call, event_id: 'own', cost_micros: 6, price_rev: 'own:acme-one' }]);
    const costs = async () =>
      (await select('SELECT cost_micros, price_rev FROM hive.model_invocations ORDER BY event_id')).map(Object.values);
    const unknown = ['ᴺᵁᴸᴸ', ''];
    const priced = ['200', 'own:acme-*'];
    const rounds = [
      { own: [], costs: [['5', 'genai-prices@0.0.1'], unknown] },
      { own: [acme], costs: [priced, priced] },
      { own: [], costs: [unknown, unknown] },
      { own: [acme], costs: [priced, priced] },
      { own: [], costs: [unknown, unknown] },
    ];
    for (const round of rounds) {
      own = round.own;
      await run(everything);
      expect(await costs()).toEqual(round.costs);
      await expectSumsToBeRight();
    }
  });

  it('stops between two batches when it is asked to', async () => {
    await insert(recordedCalls(600));
    const stop = new AbortController();
    const { admin } = test.database;
    const outcome = await reprice(
      { admin, prices, clock: realClock, batchCalls: 50 },
      everything,
      stop.signal,
      ({ done }) => {
        if (done > 100) stop.abort();
        return Promise.resolve();
      },
    );
    expect(outcome.done).toBeGreaterThan(100);
    expect(outcome.done).toBeLessThan(outcome.changed);
    expect(await isRepricingUnfinished(admin)).toBe(false);
    await expectSumsToBeRight();
  });

  it('keeps sums and rows together while calls arrive for the same hours', async () => {
    const rows = recordedCalls(600);
    await insert(rows);
    own = [acme];
    let isDone = false;
    const arrive = async (): Promise<number> => {
      let batch = 0;
      while (!isDone && batch < 8) {
        await insert(recordedCalls(50, `late-${batch}`));
        batch += 1;
      }
      return batch;
    };
    const arriving = arrive();
    await run(everything, { batchCalls: 200 });
    isDone = true;
    expect(await arriving).toBeGreaterThan(2);
    await expectSumsToBeRight();
    await run(everything);
    await expectSumsToBeRight();
    expect((await run(everything)).changed).toBe(0);
  }, 60_000);
});

class Killed extends Error {}

describe('repricing that was broken off', () => {
  it.each(batchSteps)('after the step "%s" is finished by the next', async (last) => {
    const rows = recordedCalls(500);
    await insert(rows);
    own = [acme];
    const broken = run(everything, {
      onStep: (step) => {
        if (step === last) throw new Killed();
      },
    });
    await expect(broken).rejects.toThrow(Killed);
    const outcome = await run(everything);
    expect(outcome.finishedEarlier).toBe(last !== 'tidy');
    await expectCostsToBeRight(rows);
    await expectSumsToBeRight();
    expect(await isRepricingUnfinished(test.database.admin)).toBe(false);
  });

  it.each(['price', 'sum-threads', 'sum'] as const)('after the step "%s", with other prices by then', async (last) => {
    const rows = recordedCalls(500);
    await insert(rows);
    own = [acme];
    const broken = run(everything, {
      onStep: (step) => {
        if (step === last) throw new Killed();
      },
    });
    await expect(broken).rejects.toThrow(Killed);
    own = [{ ...acme, inputUsdPerMtok: 55 }];
    await run(everything);
    await expectCostsToBeRight(rows);
    await expectSumsToBeRight();
  });

  it('together with ClickHouse is finished by the next', async () => {
    const rows = recordedCalls(500);
    await insert(rows);
    own = [acme];
    for (const last of ['mark', 'sum'] as const) {
      const broken = run(everything, {
        onStep: async (step) => {
          if (step !== last) return;
          await killServer(test);
          await until('the end was noticed', () => test.database.health().state !== 'ready');
          throw new Killed();
        },
      });
      await expect(broken).rejects.toThrow();
      await until('ClickHouse is back', () => test.database.health().state === 'ready');
    }
    await run(everything);
    await expectCostsToBeRight(rows);
    await expectSumsToBeRight();
  }, 60_000);
});

describe('the operation', () => {
  const call = { reply: () => Promise.resolve(), closed: never };
  const operation = () =>
    createRepricing({
      admin: test.database.admin,
      prices,
      clock: realClock,
      log: silentLog,
      work: createWorkList(realClock),
      turn: createRowTurn(),
    });

  it('finishes at the start of Hivebar what was broken off', async () => {
    const rows = recordedCalls(200);
    await insert(rows);
    own = [acme];
    const broken = run(everything, {
      onStep: (step) => {
        if (step === 'sum') throw new Killed();
      },
    });
    await expect(broken).rejects.toThrow(Killed);
    await operation().finishEarlier();
    await expectCostsToBeRight(rows);
    await expectSumsToBeRight();
  });

  it('does one thing at a time, and says when it does not understand', async () => {
    await insert(recordedCalls(50));
    const { op } = operation();
    const [first, second] = await Promise.all([op.run({ all: true }, call), op.run({ all: true }, call)]);
    expect(first.ok).toBe(true);
    expect(second).toEqual({ ok: false, error: 'costs are being computed anew already: wait until that has ended' });
    expect(await op.run({ from_ms: -1 }, call)).toEqual({
      ok: false,
      error: expect.stringMatching(/^"from_ms" is not as it has to be/) as string,
    });
  });

  it('says so when ClickHouse refuses, and can be repeated', async () => {
    await insert(recordedCalls(50));
    const { admin } = test.database;
    await admin.command({ query: 'RENAME TABLE hive.cost_per_hour TO hive.cost_elsewhere' });
    const { op } = operation();
    const refused = await op.run({ all: true }, call);
    await admin.command({ query: 'RENAME TABLE hive.cost_elsewhere TO hive.cost_per_hour' });
    expect(refused).toEqual({ ok: false, error: expect.stringMatching(/^ClickHouse did not do it/) as string });
    expect(await op.run({ all: true }, call)).toMatchObject({ ok: true });
    await expectSumsToBeRight();
  });
});

it('puts hours together until a batch is full', () => {
  const perHour = new Map([
    [12, 40],
    [10, 30],
    [11, 30],
    [500, 90],
    [501, 1],
  ]);
  expect(batchesOf(perHour, 60)).toEqual([
    { firstHour: 10, lastHour: 11, calls: 60 },
    { firstHour: 12, lastHour: 12, calls: 40 },
    { firstHour: 500, lastHour: 500, calls: 90 },
    { firstHour: 501, lastHour: 501, calls: 1 },
  ]);
});
