import { type Result, fail, ok } from '../../../contract/result.ts';
import { type JsonObject, asObject } from './json-fields.ts';
import { shortenLongTexts } from './long-texts.ts';

/** A longer line is looked through for long texts before it is parsed: parsing holds the event loop. */
const shortLineBytes = 256 * 1024;
/** A text of a long line is kept up to here; the intake keeps no more either. */
const keptTextBytes = 66 * 1024;
/** What is still longer then is shortened more; and what is longer after that is no line of a session. */
const parsableBytes = 2 * 1024 * 1024;

/** The object that a line holds; undefined for an empty line. The reason says nothing of what stands in it. */
export async function parseLine(line: Buffer): Promise<Result<JsonObject | undefined, string>> {
  let bytes = line;
  if (bytes.length > shortLineBytes) bytes = await shortenLongTexts(bytes, keptTextBytes);
  if (bytes.length > parsableBytes) bytes = await shortenLongTexts(bytes, 1_024);
  if (bytes.length > 2 * parsableBytes) return fail('holds too many values');
  const text = bytes.toString('utf8').trim();
  if (text === '') return ok(undefined);
  try {
    const object = asObject(JSON.parse(text));
    return object === undefined ? fail('is no JSON object') : ok(object);
  } catch {
    return fail('is no JSON');
  }
}
