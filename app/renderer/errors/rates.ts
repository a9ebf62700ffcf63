import { type QuestionRow } from '../../contract/questions.ts';

export interface Rate {
  readonly calls: number;
  readonly errors: number;
}

/** What ended and what failed, all kinds together, by the column of the chart. */
export function errorRates(
  rows: readonly QuestionRow<'error-rate-by-kind'>[],
  columnOf: (hourMs: number) => number,
): Map<number, Rate> {
  const rates = new Map<number, Rate>();
  for (const row of rows) {
    const at = columnOf(row.hour_ms);
    const { calls, errors } = rates.get(at) ?? { calls: 0, errors: 0 };
    rates.set(at, { calls: calls + row.calls, errors: errors + row.errors });
  }
  return rates;
}
