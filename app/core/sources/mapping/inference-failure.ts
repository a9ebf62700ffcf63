import type { OtlpSpan } from '../otlp/otlp-record.ts';
import { failureType } from './agent-record.ts';
import { shortInteger, text } from './attributes.ts';

/** How a span ended, as the columns of calls and tool calls say it. */
export interface Ending {
  readonly ok: 0 | 1;
  readonly error_msg?: string;
  readonly error_type?: string;
  readonly status_code?: number;
}

/** Failures that go by many names; the rest keep the name that the program gives them. */
const typesByWords: readonly (readonly [RegExp, string])[] = [
  [/rate.?limit|too many requests|quota exceeded|resource.?exhausted/i, 'rate_limit'],
  [/overloaded|service.?unavailable/i, 'overloaded'],
  [/time.?out|timed out|deadline.?exceeded/i, 'timeout'],
];

/** Reads status, `error.type`, exception events and HTTP status; a span failed when its status or `error.type` says so. */
export function endingOf(span: OtlpSpan): Ending {
  const { attributes } = span;
  const exception = lastException(span);
  const told = text(attributes, 'error.type', 'gen_ai.error.type');
  const status =
    shortInteger(attributes, 'http.response.status_code', 'http.status_code') ?? shortInteger({ told }, 'told') ?? 0;
  if (span.status !== 'error' && told === '') return status > 0 ? { ok: 1, status_code: status } : { ok: 1 };

  const sort = told === '' || told === '_OTHER' ? exception.type : told;
  const message = span.statusMessage || text(attributes, 'exception.message', 'error.message') || exception.message;
  const words = `${sort} ${message}`;
  const type = failureType(status, '') || typeByWords(words) || failureType(0, words) || typeByClass(status) || sort;
  return {
    ok: 0,
    error_msg: message || sort || 'failed without a reason',
    ...(type !== '' && { error_type: type }),
    ...(status > 0 && { status_code: status }),
  };
}

function typeByWords(words: string): string {
  return typesByWords.find(([pattern]) => pattern.test(words))?.[1] ?? '';
}

function typeByClass(status: number): string {
  return status >= 400 ? 'invalid_request' : '';
}

/** The last exception is the one that ended the span; those before it were caught. */
function lastException(span: OtlpSpan): { readonly type: string; readonly message: string } {
  for (let index = span.events.length - 1; index >= 0; index -= 1) {
    const event = span.events[index];
    if (event?.name !== 'exception') continue;
    return { type: text(event.attributes, 'exception.type'), message: text(event.attributes, 'exception.message') };
  }
  return { type: text(span.attributes, 'exception.type'), message: '' };
}
