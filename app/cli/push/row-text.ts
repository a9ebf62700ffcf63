import { randomBytes } from 'node:crypto';
import { type Result, fail, ok } from '../../contract/result.ts';

/**
 * One JSON object out of one line. Whole numbers that a double cannot hold exactly become bigints, so that a
 * 64-bit identifier is stored as it was written.
 */
export function parseRow(text: string): Result<Readonly<Record<string, unknown>>, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (sixteenDigits.test(text)) value = JSON.parse(markedBigIntegers(text), unmarked);
  } catch (error) {
    return fail(`broken JSON (${shortReason(error)})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail('the line holds no JSON object, a row looks like {"column": value}');
  }
  return ok(value as Readonly<Record<string, unknown>>);
}

/** Below sixteen digits every whole number is exact. */
const sixteenDigits = /\d{16}/;

/** Stands before a marked integer. Random, so that no text of the input can look like one. */
const mark = `${randomBytes(12).toString('hex')}:`;

/**
 * Matches a whole string first, so that digits within strings are passed over. Only for text that is known to be JSON:
 * with a string that never ends, the search would begin again at each of its quotes.
 */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function markedBigIntegers(text: string): string {
  return text.replace(stringOrNumber, (token) => {
    if (!/^-?\d{16,}$/.test(token) || Number.isSafeInteger(Number(token))) return token;
    return `"${mark}${token}"`;
  });
}

function unmarked(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value;
}

/** V8 quotes the text around the fault; a refusal tells where it is and keeps the content out. */
function shortReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return `at column ${Number(position) + 1}`;
  return message.startsWith('Unexpected end') ? 'it ends too early' : 'at an unexpected character';
}
