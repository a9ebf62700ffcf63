import * as v from 'valibot';
import { channel, result } from './channel.ts';

/** What computing costs anew would change. */
export const repricePreview = v.object({
  /** Calls that were looked at, and those whose cost changes. */
  calls: v.number(),
  changed: v.number(),
  /** Of the calls that change. */
  oldUsd: v.number(),
  newUsd: v.number(),
  /** An earlier repricing was broken off and would be finished. */
  unfinished: v.boolean(),
  /** Those with the most changes first. */
  models: v.array(
    v.object({
      provider: v.string(),
      model: v.string(),
      changed: v.number(),
      oldUsd: v.number(),
      newUsd: v.number(),
      /** Calls that stay without a price. */
      unpriced: v.number(),
    }),
  ),
  /** Models that are not named. */
  moreModels: v.number(),
});
export type RepricePreview = v.InferOutput<typeof repricePreview>;

/** `all`: calls too whose cost was computed before; else only those that have none. */
const which = v.object({ all: v.boolean() });

export const repriceChannels = {
  repricePreview: channel('reprice-preview', { takes: which, gives: result(repricePreview, v.string()) }),
  /** Begins; the list of long work says how far it is. */
  startRepricing: channel('start-repricing', {
    takes: which,
    gives: result(v.object({ workId: v.string() }), v.string()),
  }),
} as const;
