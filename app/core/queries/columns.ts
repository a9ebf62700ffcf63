import * as v from 'valibot';

/** A column of an answer: how its value is read, and in which unit it stands. */
export interface Column<S extends v.GenericSchema = v.GenericSchema> {
  readonly type: 'text' | 'number';
  readonly unit?: 'ms' | 'min' | 'usd' | 'tokens' | 'percent' | 'epoch-ms' | 'day';
  readonly parser: S;
}

/** 64-bit integers come as strings. Counts beyond 2^53 are out of reach of one machine's recording. */
const number = v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d+$/), v.transform(Number))]);

/** A number, null where there is nothing to count or the value is unknown. */
const numberOrNull = v.nullable(number);

export const text = { type: 'text', parser: v.string() } as const satisfies Column;
export const day = { type: 'text', unit: 'day', parser: v.string() } as const satisfies Column;
export const count = { type: 'number', parser: number } as const satisfies Column;
export const tokens = { type: 'number', unit: 'tokens', parser: number } as const satisfies Column;
export const minutes = { type: 'number', unit: 'min', parser: number } as const satisfies Column;
export const usd = { type: 'number', unit: 'usd', parser: number } as const satisfies Column;
export const usdOrNull = { type: 'number', unit: 'usd', parser: numberOrNull } as const satisfies Column;
export const percent = { type: 'number', unit: 'percent', parser: number } as const satisfies Column;
export const epochMs = { type: 'number', unit: 'epoch-ms', parser: number } as const satisfies Column;
export const epochMsOrNull = { type: 'number', unit: 'epoch-ms', parser: numberOrNull } as const satisfies Column;
export const milliseconds = { type: 'number', unit: 'ms', parser: number } as const satisfies Column;
export const millisecondsOrNull = { type: 'number', unit: 'ms', parser: numberOrNull } as const satisfies Column;
