import type { ModelFailure } from './model-types.ts';

/**
 * What went wrong, in our words. Texts of providers and of the SDK are left out on purpose: they may repeat the key, the
 * address with its query, or what was asked.
 */
export function failureOf(error: unknown, who: string): ModelFailure {
  const statusCode = statusOf(error);
  if (statusCode === 0) {
    const kind = kindByName(error);
    if (kind === 'overloaded') return { kind, statusCode, message: `${who} is overloaded.` };
    if (kind === 'rate_limit') return { kind, statusCode, message: `${who} takes no more requests for now.` };
    return { kind: 'connection', statusCode, message: `${who} could not be reached, or broke off.` };
  }
  const said = ` (HTTP ${statusCode}).`;
  if (statusCode === 401 || statusCode === 403) {
    return { kind: 'authentication', statusCode, message: `${who} does not accept the key${said}` };
  }
  if (statusCode === 408 || statusCode === 504) {
    return { kind: 'timeout', statusCode, message: `${who} took too long${said}` };
  }
  if (statusCode === 429)
    return { kind: 'rate_limit', statusCode, message: `${who} takes no more requests for now${said}` };
  if (statusCode === 503 || statusCode === 529)
    return { kind: 'overloaded', statusCode, message: `${who} is overloaded${said}` };
  if (statusCode >= 500) return { kind: 'server_error', statusCode, message: `${who} failed${said}` };
  if (statusCode === 404)
    return { kind: 'invalid_request', statusCode, message: `${who} does not have this model${said}` };
  return { kind: 'invalid_request', statusCode, message: `${who} refused the request${said}` };
}

/** The HTTP status, 0 when there was none. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 0;
  const status: unknown = 'statusCode' in error ? error.statusCode : undefined;
  // An answer that is no stream at all has status 200 and is an error nevertheless.
  return typeof status === 'number' && status >= 400 ? status : 0;
}

/** Failures in the middle of a stream have a name instead of a status. */
function kindByName(error: unknown): 'overloaded' | 'rate_limit' | undefined {
  const name = typeof error === 'object' && error !== null && 'type' in error ? String(error.type) : '';
  if (/overloaded/i.test(name)) return 'overloaded';
  return /rate.?limit/i.test(name) ? 'rate_limit' : undefined;
}
