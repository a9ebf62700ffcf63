import * as v from 'valibot';
import { channel, nothing } from './channel.ts';

/** What takes long enough that a person wants to see how far it is. */
export const workKind = v.picklist(['import', 'reprice', 'backup', 'verify', 'restore', 'export', 'query', 'download']);
export type WorkKind = v.InferOutput<typeof workKind>;

export const workUnit = v.picklist(['bytes', 'rows', 'calls', 'steps']);
export type WorkUnit = v.InferOutput<typeof workUnit>;

/** One piece of long work as every window shows it. */
export const workItem = v.object({
  id: v.string(),
  kind: workKind,
  title: v.string(),
  state: v.picklist(['running', 'done', 'cancelled', 'failed']),
  done: v.number(),
  /** Null while nobody knows how much there is. */
  total: v.nullable(v.number()),
  unit: workUnit,
  /** One sentence for the person: what happens now, or how it ended. */
  message: v.string(),
  canCancel: v.boolean(),
  startedMs: v.number(),
  endedMs: v.nullable(v.number()),
});
export type WorkItem = v.InferOutput<typeof workItem>;

const workId = v.object({ id: v.pipe(v.string(), v.maxLength(64)) });

export const workChannels = {
  /** What runs, and what has ended and was not dismissed; the oldest first. */
  work: channel('work', { takes: nothing, gives: v.array(workItem) }),
  /** Asks it to end; it says itself when it has. */
  cancelWork: channel('cancel-work', { takes: workId, gives: nothing }),
  /** Takes something that has ended off the list. */
  dismissWork: channel('dismiss-work', { takes: workId, gives: nothing }),
} as const;

export const workAnnouncements = {
  workChanged: { name: 'hivebar:work-changed', carries: v.array(workItem) },
} as const;
