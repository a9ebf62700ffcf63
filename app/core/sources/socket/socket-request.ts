import { type Result, fail, ok } from '../../../contract/result.ts';

export interface SocketRequest {
  readonly op: string;
  /** As the client named its request; answers carry the same, or none where the request has none. */
  readonly id: string | number | undefined;
  /** The whole request, `op` and `id` among it. */
  readonly body: Readonly<Record<string, unknown>>;
}

const idCharactersLimit = 200;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** One line as a request. The reason holds nothing of the line. */
export function parseRequest(line: Uint8Array): Result<SocketRequest, string> {
  const body = parseObject(line);
  if (body === undefined) return fail('the line is no JSON object in UTF-8');
  const { op, id } = body;
  if (typeof op !== 'string') return fail('the request has no "op"');
  if (id === undefined || id === null) return ok({ op, id: undefined, body });
  const fits = typeof id === 'number' || (typeof id === 'string' && id.length <= idCharactersLimit);
  if (!fits) return fail(`the "id" is neither a number nor a string of at most ${idCharactersLimit} characters`);
  return ok({ op, id, body });
}

/** The object that a line holds; undefined when it holds none. */
export function parseObject(line: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(line));
    return isObject(value) ? value : undefined;
  } catch {
    // Neither UTF-8 nor JSON: the caller says so, without a word of what it was.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
