import * as v from 'valibot';

type Schema = v.GenericSchema;

/** One call from a window to the main process: its name, and a parser for each direction. */
export interface Channel<Takes extends Schema, Gives extends Schema> {
  readonly name: string;
  readonly takes: Takes;
  readonly gives: Gives;
}

/** One announcement from the main process to the windows. */
export interface Announcement<Carries extends Schema> {
  readonly name: string;
  readonly carries: Carries;
}

export function channel<Takes extends Schema, Gives extends Schema>(
  name: string,
  { takes, gives }: { takes: Takes; gives: Gives },
): Channel<Takes, Gives> {
  return { name: `hivebar:${name}`, takes, gives };
}

/** What a call takes or gives where there is nothing to say. */
export const nothing = v.undefined();

/** A success or an expected failure; failures keep their kind across the border. */
export function result<T extends Schema, E extends Schema>(value: T, error: E) {
  return v.variant('ok', [v.object({ ok: v.literal(true), value }), v.object({ ok: v.literal(false), error })]);
}
