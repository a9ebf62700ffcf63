import * as v from 'valibot';
import { moment, range, rowLimit } from './question-parts.ts';

/** Sorts of what fails: a call of a model, a call of a tool, a step of a graph. */
export const failureKind = v.picklist(['model', 'tool', 'step']);
export type FailureKind = v.InferOutput<typeof failureKind>;

const name = v.pipe(v.string(), v.maxLength(500));
const place = { kind: failureKind, graph_name: name, name };

/** What the windows ask about failures; see questions.ts. */
export const errorQuestions = {
  'error-places': {
    takes: v.object({ ...range.entries, limit: rowLimit }),
    row: v.object({
      kind: v.string(),
      graph_name: v.string(),
      name: v.string(),
      errors: v.number(),
      calls: v.number(),
      error_percent: v.number(),
      first_ts_ms: moment,
      last_ts_ms: moment,
      last_message: v.string(),
    }),
  },
  'error-place-trend': {
    takes: v.object({ ...range.entries, parts: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)) }),
    row: v.object({
      kind: v.string(),
      graph_name: v.string(),
      name: v.string(),
      part: v.number(),
      errors: v.number(),
    }),
  },
  'error-messages': {
    takes: v.object({ ...range.entries, ...place, limit: rowLimit }),
    row: v.object({
      pattern: v.string(),
      errors: v.number(),
      threads: v.number(),
      first_ts_ms: moment,
      last_ts_ms: moment,
      last_message: v.string(),
      error_type: v.string(),
    }),
  },
  'error-occurrences': {
    takes: v.object({ ...range.entries, ...place, pattern: v.pipe(v.string(), v.maxLength(1000)), limit: rowLimit }),
    row: v.object({
      ts_ms: moment,
      thread_id: v.string(),
      provider: v.string(),
      model: v.string(),
      message: v.string(),
    }),
  },
  'error-rate-by-kind': {
    takes: range,
    row: v.object({ hour_ms: moment, kind: v.string(), calls: v.number(), errors: v.number() }),
  },
} as const;
