import * as v from 'valibot';
import { range } from './question-parts.ts';

/** What the settings page asks. */
export const settingsQuestions = {
  'models-without-price': {
    takes: range,
    row: v.object({ provider: v.string(), model: v.string(), unpriced_calls: v.number(), calls: v.number() }),
  },
} as const;
