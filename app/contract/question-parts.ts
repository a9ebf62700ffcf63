import * as v from 'valibot';

/** An IANA time zone, such as `Europe/Berlin`. */
export const zone = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_+\-/]{1,64}$/));
/** A local day, `YYYY-MM-DD`. */
export const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
/** Epoch milliseconds. */
export const moment = v.pipe(v.number(), v.integer(), v.minValue(0));
/** From a moment, included, to another, not included. */
export const range = v.object({ from_ms: moment, to_ms: moment });
/** The most rows that are wanted. */
export const rowLimit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));
