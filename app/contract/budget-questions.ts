import * as v from 'valibot';
import { zone } from './question-parts.ts';

/** What budgets are compared with. */
export const budgetQuestions = {
  /** One row. The last hour counts in whole quarters: those that began in it. */
  'budget-now': {
    takes: v.object({ tz: zone }),
    row: v.object({
      cost_hour_usd: v.number(),
      cost_today_usd: v.number(),
      calls_last_hour: v.number(),
      failed_last_hour: v.number(),
    }),
  },
} as const;
