import * as v from 'valibot';
import { localDay as dayOf } from '../local-day.ts';

/** What "now" and "here" mean for the defaults of a question. */
export interface Present {
  readonly nowMs: number;
  /** IANA zone of the person. */
  readonly timeZone: string;
  /** The local hour at which the person's day begins; left out, midnight. */
  readonly dayStartHour?: number;
}

/** One parameter of a question: its ClickHouse type, its bounds, and what it is when it is left out. */
export interface Parameter<S extends v.GenericSchema = v.GenericSchema> {
  readonly type: 'String' | 'Date' | 'UInt32' | 'UInt64' | 'Float64' | 'Array(String)';
  readonly description: string;
  /** Takes the value itself, and its text as the command line gives it. */
  readonly parser: S;
  readonly fallback: (present: Present) => v.InferOutput<S>;
}

const hourMs = 3_600_000;
/** Far enough for any recording, near enough that adding to it does not leave 64 bits. */
const lastMs = Date.UTC(2100, 0, 1);

const moment = v.pipe(
  v.union([
    v.number(),
    v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number)),
    v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse)),
    v.pipe(v.string(), v.isoDate(), v.transform(Date.parse)),
  ]),
  v.integer('is not a whole number of epoch milliseconds'),
  v.minValue(0, 'lies before 1970'),
  v.maxValue(lastMs, 'lies after 2100; epoch milliseconds are expected'),
);

/** ClickHouse wants the exact case that Intl gives back, and has no zones that are mere offsets. */
const zone = v.pipe(v.string(), v.transform(canonicalZone), v.string('is not a time zone such as Europe/Berlin'));

function wholeNumber(least: number, most: number) {
  return v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))]),
    v.integer('is not a whole number'),
    v.minValue(least, `is below ${least}`),
    v.maxValue(most, `is above ${most}`),
  );
}

/** The zone whose days and hours count. */
export const tz = {
  type: 'String',
  description: 'Time zone whose days and hours count',
  parser: zone,
  fallback: ({ timeZone }) => timeZone,
} as const satisfies Parameter<typeof zone>;

/** The hour of the wall clock at which a day begins. */
const hourOfDay = wholeNumber(0, 23);
export const dayStartHour = {
  type: 'UInt32',
  description: 'Local hour at which a day begins, 0 to 23; default as in the settings',
  parser: hourOfDay,
  fallback: (present) => present.dayStartHour ?? 0,
} as const satisfies Parameter<typeof hourOfDay>;

/** The moment that counts as now. */
export const nowMs = {
  type: 'UInt64',
  description: 'What counts as now: epoch milliseconds or ISO 8601',
  parser: moment,
  fallback: (present) => present.nowMs,
} as const satisfies Parameter<typeof moment>;

/**
 * Start (included) and end (not included) of a range that by default ends now and is `hours` long. Questions that read
 * sums widen it to what these are kept by, and say so.
 */
export function range(hours: number, widenedTo?: 'quarters of an hour' | 'hours') {
  const note = widenedTo === undefined ? '' : `; widened to whole ${widenedTo}`;
  return {
    from_ms: {
      type: 'UInt64',
      description: `Start of the range: epoch milliseconds or ISO 8601; default ${hours} h ago${note}`,
      parser: moment,
      fallback: (present) => present.nowMs - hours * hourMs,
    },
    to_ms: {
      type: 'UInt64',
      description: `End of the range, not included; default now${note}`,
      parser: moment,
      fallback: (present) => present.nowMs,
    },
  } as const satisfies Record<string, Parameter<typeof moment>>;
}

/** A local day, `YYYY-MM-DD`; by default `daysAgo` days before today. */
export function localDay(description: string, daysAgo: number) {
  const parser = v.pipe(
    v.string(),
    v.isoDate('is not a day such as 2026-05-20'),
    v.check((text) => !Number.isNaN(Date.parse(text)), 'is not a day of the calendar'),
  );
  return {
    type: 'Date',
    description,
    parser,
    fallback: ({ nowMs, timeZone, dayStartHour }) => {
      const today = dayOf(nowMs, timeZone, dayStartHour);
      return new Date(Date.parse(today) - daysAgo * 24 * hourMs).toISOString().slice(0, 10);
    },
  } as const satisfies Parameter<typeof parser>;
}

/** How many rows are wanted at most. */
export function rowLimit(usual: number, most = 1000) {
  const parser = wholeNumber(1, most);
  return {
    type: 'UInt32',
    description: `Most rows, up to ${most}`,
    parser,
    fallback: () => usual,
  } as const satisfies Parameter<typeof parser>;
}

/** A whole number with bounds. */
export function whole(description: string, usual: number, bounds: { readonly least: number; readonly most: number }) {
  const parser = wholeNumber(bounds.least, bounds.most);
  return { type: 'UInt64', description, parser, fallback: () => usual } as const satisfies Parameter<typeof parser>;
}

/** A percentage, 0 to 100. */
export function share(description: string, usual: number) {
  const parser = v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+(\.\d+)?$/), v.transform(Number))]),
    v.minValue(0, 'is below 0'),
    v.maxValue(100, 'is above 100'),
  );
  return { type: 'Float64', description, parser, fallback: () => usual } as const satisfies Parameter<typeof parser>;
}

/** One name or other text; empty by default. */
export function name(description: string, most = 1000) {
  const parser = v.pipe(v.string(), v.maxLength(most, `is longer than ${most}`));
  return { type: 'String', description, parser, fallback: () => '' } as const satisfies Parameter<typeof parser>;
}

/** One of a few words; the first is the usual one. */
export function choice<const W extends readonly [string, ...string[]]>(description: string, options: W) {
  const parser = v.picklist(options, `is none of ${options.join(', ')}`);
  return {
    type: 'String',
    description: `${description}: ${options.join(', ')}`,
    parser,
    fallback: () => options[0],
  } as const satisfies Parameter<typeof parser>;
}

/** A moment that a row has; by default none does. */
export function exactMoment(description: string) {
  return { type: 'UInt64', description, parser: moment, fallback: () => 0 } as const satisfies Parameter<typeof moment>;
}

/** Some names; on the command line divided by commas. */
export function names(description: string, usual: readonly string[]) {
  const oneName = v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'has an empty name'),
    v.maxLength(200, 'has a name over 200'),
  );
  const parser = v.union([
    v.pipe(v.array(oneName), v.maxLength(200, 'has over 200 names')),
    v.pipe(
      v.string(),
      v.transform((list) => list.split(',')),
      v.array(oneName),
      v.maxLength(200, 'has over 200 names'),
    ),
  ]);
  return {
    type: 'Array(String)',
    description,
    parser,
    fallback: () => [...usual],
  } as const satisfies Parameter<typeof parser>;
}

/** Words to be searched for; as one text, divided by blanks. Without any, everything is found. */
export function words(description: string) {
  const word = v.pipe(v.string(), v.minLength(1), v.maxLength(200, 'has a word over 200'));
  const list = v.pipe(v.array(word), v.maxLength(20, 'has over 20 words'));
  const parser = v.union([
    list,
    v.pipe(
      v.string(),
      v.transform((line) => line.split(/\s+/).filter((part) => part !== '')),
      list,
    ),
  ]);
  return { type: 'Array(String)', description, parser, fallback: () => [] } as const satisfies Parameter<typeof parser>;
}

function canonicalZone(text: string): string | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    // Intl throws a RangeError at a name that it does not know; that is the answer.
    return undefined;
  }
}
