import * as v from 'valibot';
import { moment, range } from './question-parts.ts';

/** What is shorter than this is drawn together with its neighbours; 0 draws everything as it is. */
const bucket = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400_000));
const inBuckets = v.object({ ...range.entries, bucket_ms: bucket });

/** What the timeline asks about the stretch of a day that it shows. Every row lies from `ts_ms` to `end_ms`. */
export const timelineQuestions = {
  /** A row is one segment, or the short ones of a bucket under the app that had most of it. */
  'day-segments': {
    takes: inBuckets,
    row: v.object({
      ts_ms: moment,
      end_ms: moment,
      dur_ms: v.number(),
      app: v.string(),
      window_title: v.string(),
      url: v.string(),
      afk: v.number(),
      segments: v.number(),
      apps: v.number(),
    }),
  },
  'day-presence': {
    takes: range,
    row: v.object({ ts_ms: moment, end_ms: moment, state: v.string(), cause: v.string() }),
  },
  'day-agent-runs': {
    takes: range,
    row: v.object({
      ts_ms: moment,
      end_ms: moment,
      thread_id: v.string(),
      name: v.string(),
      source: v.string(),
      model: v.string(),
      model_calls: v.number(),
      tool_calls: v.number(),
      steps: v.number(),
      errors: v.number(),
      cost_usd: v.number(),
      unpriced_calls: v.number(),
      tokens: v.number(),
    }),
  },
  /** `kind` is `model call`, `tool call` or `step`. */
  'day-agent-events': {
    takes: inBuckets,
    row: v.object({
      ts_ms: moment,
      end_ms: moment,
      thread_id: v.string(),
      kind: v.string(),
      name: v.string(),
      events: v.number(),
      errors: v.number(),
    }),
  },
  /** `kind` as above, or `log` for what programs logged as an error. */
  'day-errors': {
    takes: inBuckets,
    row: v.object({
      ts_ms: moment,
      end_ms: moment,
      kind: v.string(),
      name: v.string(),
      thread_id: v.string(),
      message: v.string(),
      errors: v.number(),
    }),
  },
} as const;
