import { createHash } from 'node:crypto';
import type { ForgetScope } from '../../contract/forget.ts';
import { forgottenCheckpoints, hasHost, hasWords, wordsOf } from './forget-checkpoints.ts';
import { forgottenSuggestions } from './forget-suggestions.ts';

/** A scope whose end is set: what is recorded later is no part of it. */
export interface ClosedScope extends ForgetScope {
  readonly to_ms: number;
}

/** Rows of one table that are to go. */
export interface Forgotten {
  readonly table: string;
  readonly where: string;
  /** Rows that begin before the time and reach into it are cut off there instead of deleted. */
  readonly cut?: { readonly where: string; readonly set: string };
}

/**
 * ClickHouse keeps the text of every change in its files and logs. So no text here holds a name: rows are found by the
 * hash of one, made with a salt that nobody keeps.
 */
export function forgottenRows(scope: ClosedScope, salt: string): readonly Forgotten[] {
  const from = scope.from_ms ?? 0;
  const inTime = (lengthMs: string): string => overlaps(from, scope.to_ms, lengthMs);
  if (scope.app !== null) {
    const words = hash(salt, wordsOf(scope.app).join(' '));
    const says = hasWords(scope.app, (found) => `${hashed(salt, found)} = '${words}'`);
    return [
      ...rowsOfApp(scope, appIs(scope.app, salt, 'app'), appIs(scope.app, salt, jsonText('app'))),
      ...forgottenCheckpoints(inTime('0'), says),
      forgottenSuggestions(inTime('0'), says),
    ];
  }
  if (scope.domain !== null) {
    const { domain } = scope;
    const named = (url: string): string => domainIs(domain, salt, `domain(${url})`);
    const says = hasHost((host) => domainIs(domain, salt, host));
    return [
      ...rowsOfApp(scope, named('url'), named(jsonText('url'))),
      ...forgottenCheckpoints(inTime('0'), says),
      forgottenSuggestions(inTime('0'), says),
    ];
  }
  const person: Forgotten[] = [
    { table: 'seq.context', where: inTime('dur_ms') },
    { table: 'seq.window_context', where: inTime('dur_ms') },
    { table: 'seq.mem_events', where: inTime(memEventMs) },
    {
      table: 'seq.presence',
      where: inTime('dur_ms'),
      cut: { where: `ts_ms < ${from} AND ${inTime('dur_ms')}`, set: `dur_ms = ${from} - ts_ms` },
    },
    forgottenSuggestions(inTime('0')),
  ];
  if (!scope.agents) return person;
  return [
    ...person,
    { table: 'seq.trace_events', where: inTime('intDiv(dur_us, 1000)') },
    { table: 'hive.model_invocations', where: inTime('intDiv(dur_us, 1000)') },
    { table: 'hive.model_call_additions', where: inTime('0') },
    { table: 'hive.tool_calls', where: inTime('intDiv(dur_us + wait_us, 1000)') },
    { table: 'hive.supersteps', where: inTime('intDiv(dur_us, 1000)') },
    ...forgottenCheckpoints(inTime('0')),
  ];
}

/** Of windows and of what was noted about them; presence says nothing of applications. */
function rowsOfApp(scope: ClosedScope, ofSegment: string, ofEvent: string): readonly Forgotten[] {
  const inTime = (lengthMs: string): string => overlaps(scope.from_ms ?? 0, scope.to_ms, lengthMs);
  const both = scope.app === null ? ofEvent : `(${ofSegment} OR ${ofEvent})`;
  return [
    { table: 'seq.context', where: `${ofSegment} AND ${inTime('dur_ms')}` },
    { table: 'seq.window_context', where: `${ofSegment} AND ${inTime('dur_ms')}` },
    { table: 'seq.mem_events', where: `${both} AND ${inTime(memEventMs)}` },
  ];
}

/** Windows that other writers tell as memory events carry their length in the payload. */
const memEventMs = "JSONExtractUInt(payload, 'dur_ms')";

/** Rows that lie in the time with any part of them; one without length lies at its beginning. */
function overlaps(fromMs: number, toMs: number, lengthMs: string): string {
  return `ts_ms < ${toMs} AND ts_ms + greatest(${lengthMs}, 1) > ${fromMs}`;
}

function jsonText(key: string): string {
  return `JSONExtractString(payload, '${key}')`;
}

/** The name of an application, whatever its case. */
export function appIs(app: string, salt: string, column: string): string {
  return `${hashed(salt, `lowerUTF8(toString(${column}))`)} = '${hash(salt, app.toLowerCase())}'`;
}

/** A host that is `domain` or lies under it. */
function domainIs(domain: string, salt: string, host: string): string {
  const labels = `splitByChar('.', lower(${host}))`;
  const suffixes = `arrayMap(i -> arrayStringConcat(arraySlice(${labels}, i), '.'), range(1, length(${labels}) + 1))`;
  return `arrayExists(suffix -> ${hashed(salt, 'suffix')} = '${hash(salt, domain)}', ${suffixes})`;
}

function hashed(salt: string, text: string): string {
  return `hex(SHA256(concat('${salt}', ${text})))`;
}

function hash(salt: string, text: string): string {
  return createHash('sha256')
    .update(salt + text)
    .digest('hex')
    .toUpperCase();
}
