import * as v from 'valibot';
import { agentQuestions } from './agent-questions.ts';
import { alwaysOnQuestions } from './always-on-questions.ts';
import { errorQuestions } from './error-questions.ts';
import { budgetQuestions } from './budget-questions.ts';
import { day, moment, range, rowLimit, zone } from './question-parts.ts';
import { searchQuestions } from './search-questions.ts';
import { settingsQuestions } from './settings-questions.ts';
import { timelineQuestions } from './timeline-questions.ts';

/**
 * The questions that the windows ask, by the name under which app/core/queries answers them:
 * what a question takes and what a row of its answer holds. Days are `YYYY-MM-DD` in the zone `tz`,
 * times epoch milliseconds, minutes and dollars plain numbers.
 */
export const questions = {
  'app-minutes-today': {
    takes: v.object({ tz: zone }),
    row: v.object({ app: v.string(), minutes: v.number() }),
  },
  'app-minutes-per-day': {
    takes: v.object({ from_day: day, to_day: day }),
    row: v.object({ day, app: v.string(), minutes: v.number() }),
  },
  'presence-today': {
    takes: v.object({ tz: zone }),
    row: v.object({ state: v.string(), minutes: v.number() }),
  },
  /** One row. A cost leaves out the unpriced calls, whose number stands beside it. */
  'cost-now': {
    takes: v.object({ tz: zone }),
    row: v.object({
      cost_hour_usd: v.number(),
      cost_today_usd: v.number(),
      calls_hour: v.number(),
      calls_today: v.number(),
      unpriced_hour: v.number(),
      unpriced_today: v.number(),
      tokens_today: v.number(),
    }),
  },
  'cost-per-hour': {
    takes: range,
    row: v.object({
      hour_ms: moment,
      model: v.string(),
      cost_usd: v.number(),
      calls: v.number(),
      unpriced_calls: v.number(),
      input_tokens: v.number(),
      output_tokens: v.number(),
    }),
  },
  'failing-nodes': {
    takes: v.object({ ...range.entries, limit: rowLimit }),
    row: v.object({
      graph_name: v.string(),
      node_id: v.string(),
      errors: v.number(),
      last_ts_ms: moment,
      last_error: v.string(),
    }),
  },
  'failing-tools': {
    takes: v.object({ ...range.entries, limit: rowLimit }),
    row: v.object({ tool_name: v.string(), errors: v.number(), last_ts_ms: moment, last_error: v.string() }),
  },
  ...searchQuestions,
  ...agentQuestions,
  ...alwaysOnQuestions,
  ...errorQuestions,
  ...settingsQuestions,
  ...timelineQuestions,
  ...budgetQuestions,
} as const;

export type QuestionName = keyof typeof questions;
export type QuestionTakes<N extends QuestionName> = v.InferInput<(typeof questions)[N]['takes']>;
export type QuestionRow<N extends QuestionName> = v.InferOutput<(typeof questions)[N]['row']>;

/** Why a question or a query has no answer; the text says what to do. */
export const queryError = v.variant('kind', [
  v.object({ kind: v.literal('unknown-question'), message: v.string() }),
  v.object({ kind: v.literal('bad-parameter'), message: v.string(), parameter: v.string() }),
  v.object({ kind: v.literal('syntax'), message: v.string(), position: v.nullable(v.number()) }),
  v.object({ kind: v.literal('denied'), message: v.string() }),
  v.object({ kind: v.literal('timed-out'), message: v.string(), afterMs: v.number() }),
  v.object({ kind: v.literal('too-large'), message: v.string() }),
  v.object({ kind: v.literal('database-down'), message: v.string() }),
  v.object({ kind: v.literal('failed'), message: v.string(), code: v.nullable(v.number()) }),
]);
export type QueryError = v.InferOutput<typeof queryError>;
