import type { Attributes, OtlpLog, OtlpOrigin } from '../otlp/otlp-record.ts';
import { LAST_INSTANT_MS, instantMs, integer, micros, text } from './attributes.ts';

/** What the records of all three command-line agents have in common: an event's name and time, and how calls fail. */

/** A call that claims to have lasted longer than a week is not believed. */
const LONGEST_US = 7 * 86_400 * 1_000_000;

/** Nor is a call of more tokens than any model can take. */
const MOST_TOKENS = 100_000_000;

/**
 * The name of an event. The attribute comes first: loggers that bridge from another library put the place in the source
 * file into the field. Agents that give neither put the name into the body.
 */
export function eventName(log: OtlpLog): string {
  const named = text(log.attributes, 'event.name') || log.eventName;
  return named === '' && typeof log.body === 'string' ? log.body : named;
}

/** When the agent says that an event was, else the time of the record; epoch milliseconds, 0 when neither can be. */
export function eventTimeMs(log: OtlpLog): number {
  const ms = instantMs(log.attributes, 'event.timestamp') ?? log.timeMs;
  return ms > 0 && ms <= LAST_INSTANT_MS ? ms : 0;
}

/** A duration given in milliseconds, in microseconds; 0 when absent or beyond belief. */
export function durationUs(attributes: Attributes, ...keys: readonly string[]): number {
  const us = micros(attributes, 1_000, ...keys) ?? 0;
  return us <= LONGEST_US ? us : 0;
}

/** A count of tokens; 0 when absent or beyond belief. */
export function tokenCount(attributes: Attributes, key: string): number {
  const count = integer(attributes, key) ?? 0;
  return count <= MOST_TOKENS ? count : 0;
}

/** Microseconds between two instants in milliseconds; 0 when out of order or beyond belief. */
export function elapsedUs(startMs: number, endMs: number): number {
  const us = Math.round((endMs - startMs) * 1_000);
  return us > 0 && us <= LONGEST_US ? us : 0;
}

/** When something began that ended then and lasted so long; whole epoch milliseconds. */
export function beganMs(endMs: number, ...lastedUs: readonly number[]): number {
  const began = lastedUs.reduce((ms, us) => ms - us / 1_000, endMs);
  return began > 0 && began <= LAST_INSTANT_MS ? Math.round(began) : 0;
}

/** Version of the agent: the resource's, else the one that the record carries. */
export function sourceVersion(origin: OtlpOrigin, attributes: Attributes): string {
  return origin.serviceVersion || text(attributes, 'app.version');
}

const failureByStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'authentication_failed',
  403: 'permission_denied',
  404: 'not_found',
  408: 'timeout',
  413: 'request_too_large',
  429: 'rate_limit',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
};

/** The sort of a failure, as far as the status or the message tells; empty when neither does. */
export function failureType(statusCode: number, message: string): string {
  const named = failureByStatus[statusCode];
  if (named !== undefined) return named;
  if (statusCode >= 500) return 'server_error';
  if (/\babort|\bcancel|\binterrupt/i.test(message)) return 'interrupted';
  if (/\btimed? ?out\b|\bidle timeout\b/i.test(message)) return 'timeout';
  return /\bconnection\b|\bnetwork\b|\bECONN|\bstream (?:closed|disconnected)\b/i.test(message) ? 'connection' : '';
}
