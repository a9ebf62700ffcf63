import * as v from 'valibot';
import { type Announcement, channel, nothing, result } from './channel.ts';
import { moment } from './question-parts.ts';

/**
 * What is to be forgotten: an application, a domain, or everything of the person in a stretch of time; the first two may
 * be bounded by time. Null: without that bound. The end is not included.
 */
export const forgetScope = v.pipe(
  v.object({
    app: v.nullable(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500))),
    domain: v.nullable(
      v.pipe(v.string(), v.trim(), v.toLowerCase(), v.regex(/^[^\s/:?#@]{1,253}$/, 'is not a domain')),
    ),
    from_ms: v.nullable(moment),
    to_ms: v.nullable(moment),
    /** What agents did in the time as well; never by application or domain, which agents do not have. */
    agents: v.boolean(),
  }),
  v.check(({ app, domain }) => app === null || domain === null, 'Name an application or a domain, not both.'),
  v.check(
    ({ app, domain, from_ms: from, to_ms: to }) => app !== null || domain !== null || (from !== null && to !== null),
    'Name an application, a domain, or both ends of a stretch of time.',
  ),
  v.check(
    ({ from_ms: from, to_ms: to }) => from === null || to === null || from < to,
    'The time ends before it begins.',
  ),
  v.check(
    ({ app, domain, agents }) => !agents || (app === null && domain === null),
    'What agents did can be forgotten by time only.',
  ),
);
export type ForgetScope = v.InferOutput<typeof forgetScope>;

const tableRows = v.array(v.object({ table: v.string(), rows: v.number() }));

/** What would go. Sums over these rows are made anew and stand in no list. */
export const forgetPlan = v.object({
  /** As asked, with its end set to now where it had none. */
  scope: forgetScope,
  /** Every table that may hold such rows, those without any too. */
  tables: tableRows,
  total: v.number(),
  /** App minutes that go with them. */
  minutes: v.number(),
});
export type ForgetPlan = v.InferOutput<typeof forgetPlan>;

export const forgetProgress = v.object({
  /** What is being done, for the person. */
  step: v.string(),
  done: v.number(),
  total: v.number(),
});
export type ForgetProgress = v.InferOutput<typeof forgetProgress>;

export const forgetOutcome = v.object({
  /** What was there before. */
  tables: tableRows,
  total: v.number(),
  /** Counted again afterwards: 0 unless it was cancelled. */
  left: v.number(),
  cancelled: v.boolean(),
  /** The sums over what was touched equal the rows that are left. */
  sums_right: v.boolean(),
});
export type ForgetOutcome = v.InferOutput<typeof forgetOutcome>;

export const forgetChannels = {
  /** Counts what would be forgotten. Changes nothing. */
  forgetPlan: channel('forget-plan', { takes: forgetScope, gives: result(forgetPlan, v.string()) }),
  /** Forgets, and settles once it is proven. */
  forget: channel('forget', { takes: forgetScope, gives: result(forgetOutcome, v.string()) }),
  /** Ends a running forgetting after the table that it is at. */
  cancelForget: channel('cancel-forget', { takes: nothing, gives: nothing }),
} as const;

export const forgetAnnouncements = {
  forgetProgress: { name: 'hivebar:forget-progress', carries: forgetProgress },
} as const satisfies Record<string, Announcement<v.GenericSchema>>;
