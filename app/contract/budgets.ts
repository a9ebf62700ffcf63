import * as v from 'valibot';

export const budgetKind = v.picklist(['cost-hour', 'cost-day', 'error-rate']);
export type BudgetKind = v.InferOutput<typeof budgetKind>;

/** One limit that the person has set, and how much of it is used. */
export const budgetState = v.object({
  kind: budgetKind,
  /** US dollars, or percent of model calls. */
  limit: v.number(),
  /** In the unit of `limit`; null before the first look, and for an error rate of too few calls. */
  used: v.nullable(v.number()),
  reached: v.boolean(),
  /** When this was found out, epoch milliseconds; null before the first look. */
  asOfMs: v.nullable(v.number()),
});
export type BudgetState = v.InferOutput<typeof budgetState>;
