import type { IncomingMessage } from 'node:http';
import { type Result, fail, ok } from '../../../contract/result.ts';
import type { Signal } from './body-levels.ts';
import type { OtlpLimits } from './otlp-limits.ts';
import { type Encoding, contentTypes } from './otlp-answer.ts';
import type { Refusal } from './refusal.ts';

/** What the head of a request says of its body. */
export interface RequestHead {
  readonly signal: Signal;
  readonly encoding: Encoding;
  readonly isGzip: boolean;
}

const paths: ReadonlyMap<string, Signal> = new Map([
  ['logs', 'log'],
  ['traces', 'span'],
  ['metrics', 'point'],
]);

/** The encoding that an answer to this request has; JSON when the request names none that we know. */
export function encodingOf({ headers }: Pick<IncomingMessage, 'headers'>): Encoding {
  return mediaType(headers['content-type']) === contentTypes.protobuf ? 'protobuf' : 'json';
}

/**
 * Whether a browser may have sent the request, or a name was made to point at us: then nothing of it is read.
 * A page can send a POST anywhere, but not without an `Origin`; a program that exports telemetry sends none.
 */
export function refuseForeign({ headers }: Pick<IncomingMessage, 'headers'>): Refusal | undefined {
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) {
    return { status: 403, message: 'Requests of web pages are not taken.' };
  }
  if (!/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(headers.host ?? '')) {
    return { status: 403, message: 'The Host must be localhost, 127.0.0.1 or [::1].' };
  }
  return undefined;
}

/** Reads the head, or says why the request is not taken. */
export function readHead(
  request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>,
  limits: OtlpLimits,
): Result<RequestHead, Refusal> {
  const { headers, method } = request;
  const encoding = encodingOf(request);
  const signal = signalAt(request.url ?? '', encoding);
  if (signal === undefined) {
    return fail({ status: 404, message: 'The paths are /v1/logs, /v1/traces and /v1/metrics.' });
  }
  if (method !== 'POST') return fail({ status: 405, message: 'Send a POST.', headers: { Allow: 'POST' } });
  if (mediaType(headers['content-type']) !== contentTypes[encoding]) {
    const known = Object.values(contentTypes).join(' or ');
    return fail({ status: 415, message: `The Content-Type must be ${known}.`, headers: { Accept: known } });
  }
  const coding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (!['identity', '', 'gzip', 'x-gzip'].includes(coding)) {
    return fail({
      status: 415,
      message: 'The Content-Encoding must be gzip or none.',
      headers: { 'Accept-Encoding': 'gzip' },
    });
  }
  const isGzip = coding.endsWith('gzip');
  const limit = isGzip ? limits.compressedBytes : limits.bodyBytes;
  if (Number(headers['content-length'] ?? 0) > limit) return fail(tooLarge(limit, isGzip));
  return ok({ signal, encoding, isGzip });
}

export function tooLarge(limit: number, isGzip: boolean): Refusal {
  const what = isGzip ? 'compressed body' : 'body';
  return { status: 413, message: `The ${what} is larger than ${limit} bytes: send smaller batches.` };
}

/**
 * JSON names its signal itself, so a base address that was used as it stands, or to which a path was added twice, is
 * forgiven; a protobuf message means something else at each path.
 */
function signalAt(url: string, encoding: Encoding): Signal | undefined {
  const path = url.replace(/[?#].*$/s, '');
  if (encoding === 'json' && path === '/') return 'log';
  const match = (encoding === 'json' ? /\/v1\/(\w+)\/?$/ : /^\/v1\/(\w+)\/?$/).exec(path);
  return paths.get(match?.[1] ?? '');
}

function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').replace(/;.*$/s, '').trim().toLowerCase();
}
