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

/** What holds it besides the tables. */
export const forgetCopies = v.object({
  /** Backups that were made after the time began, and so may hold it. */
  backups: v.number(),
  /** Databases that backups were restored into and that hold such rows. */
  restored: v.array(v.object({ database: v.string(), rows: v.number() })),
  /** Statements in the console's history that name the application or domain; they go with the rows. */
  statements: v.number(),
  /** Saved queries that name it. They are the person's own work and stay. */
  saved: v.number(),
  /** Why backups and restored databases could not be looked at. */
  problem: v.nullable(v.string()),
});
export type ForgetCopies = v.InferOutput<typeof forgetCopies>;

export const removedCopies = v.object({
  backups: v.number(),
  restored: v.number(),
  /** Why the rest was not removed; null when all went. */
  problem: v.nullable(v.string()),
});
export type RemovedCopies = v.InferOutput<typeof removedCopies>;

/** What would go. Sums over these rows are made anew and stand in no list. */
export const forgetPlan = v.object({
  /** As asked, with its end set to now where it had none. */
  scope: forgetScope,
  /** Every table that may hold such rows, those without any too. */
  tables: tableRows,
  total: v.number(),
  /** App minutes that go with them. */
  minutes: v.number(),
  copies: forgetCopies,
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
  /** Backups and restored databases that went too; null when that was not asked for. */
  copies: v.nullable(removedCopies),
});
export type ForgetOutcome = v.InferOutput<typeof forgetOutcome>;

export const forgetChannels = {
  /** Counts what would be forgotten. Changes nothing. */
  forgetPlan: channel('forget-plan', { takes: forgetScope, gives: result(forgetPlan, v.string()) }),
  /** Forgets, with `copies` in backups and restored databases too, and settles once it is proven. */
  forget: channel('forget', {
    takes: v.object({ scope: forgetScope, copies: v.boolean() }),
    gives: result(forgetOutcome, v.string()),
  }),
  /** Ends a running forgetting after the table that it is at. */
  cancelForget: channel('cancel-forget', { takes: nothing, gives: nothing }),
} as const;

export const forgetAnnouncements = {
  forgetProgress: { name: 'hivebar:forget-progress', carries: forgetProgress },
} as const satisfies Record<string, Announcement<v.GenericSchema>>;
