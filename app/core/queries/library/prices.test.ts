import { afterAll, beforeAll, expect, expectTypeOf, it } from 'vitest';
import type { QuestionRow } from '../../../contract/questions.ts';
import { type DemoDatabase, startDemoDatabase } from '../../demo/testing.ts';
import { ask } from '../ask.ts';
import type { RowOf } from '../question.ts';
import { sumBy, valueOf } from '../testing.ts';
import type { modelsWithoutPrice } from './prices.ts';

const nowMs = Date.UTC(2026, 5, 17, 18, 45);
const dayMs = 86_400_000;

let demo: DemoDatabase;
beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 3, timeZone: 'UTC', scale: 1 });
});
afterAll(() => demo.stop());

it('lists the models of unpriced calls, with the number of them', async () => {
  const present = () => ({ nowMs, timeZone: 'UTC' });
  const range = { from_ms: nowMs - 30 * dayMs, to_ms: nowMs };
  const { rows } = valueOf(await ask({ reader: demo.database.reader, present }, 'models-without-price', range));
  const calls = demo.rows('hive.model_invocations').filter(({ ts_ms }) => ts_ms < nowMs);
  const expected = sumBy(calls, ({ provider, model, cost_micros }) =>
    typeof cost_micros === 'number' ? [] : [[`${provider} ${model}`, 1]],
  );
  expect(expected.size).toBeGreaterThan(0);
  expect(new Map(rows.map((row) => [`${row.provider} ${row.model}`, row.unpriced_calls]))).toEqual(expected);
  expectTypeOf<RowOf<typeof modelsWithoutPrice.columns>>().toEqualTypeOf<QuestionRow<'models-without-price'>>();
});
