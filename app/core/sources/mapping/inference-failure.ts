import type { OtlpSpan } from '../otlp/otlp-record.ts';
import { shortInteger, text } from './attributes.ts';

/** How a span ended, as the columns of calls and tool calls say it. */
export interface Ending {
  readonly ok: 0 | 1;
  readonly error_msg?: string;
  readonly error_type?: string;
  readonly status_code?: number;
}

const typesByStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'authentication',
  402: 'billing',
  403: 'permission',
  404: 'not_found',
  408: 'timeout',
  413: 'too_large',
  429: 'rate_limit',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
};

/** Failures that differ only in the words of an instrumentation or provider; the rest keep the words they came with. */
const typesByWords: readonly (readonly [RegExp, string])[] = [
  [/rate.?limit|too many requests|quota exceeded|resource.?exhausted/i, 'rate_limit'],
  [/time.?out|timed out|deadline exceeded/i, 'timeout'],
  [/overloaded|service unavailable/i, 'overloaded'],
  [/abort|cancel/i, 'cancelled'],
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
  const type = typesByStatus[status] ?? typeByWords(sort) ?? typeByWords(message) ?? typeByClass(status) ?? sort;
  return {
    ok: 0,
    error_msg: message || sort || 'failed without a reason',
    ...(type !== '' && { error_type: type }),
    ...(status > 0 && { status_code: status }),
  };
}

function typeByWords(words: string): string | undefined {
  return typesByWords.find(([pattern]) => pattern.test(words))?.[1];
}

function typeByClass(status: number): string | undefined {
  if (status >= 500) return 'server_error';
  return status >= 400 ? 'invalid_request' : undefined;
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
