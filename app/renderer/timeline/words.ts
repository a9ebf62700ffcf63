import { formatMinutes } from '../format/duration.ts';
import { formatClock, formatSeconds } from '../format/time.ts';
import { lengthOf, type Span } from './span.ts';

const presenceNames: Readonly<Record<string, string>> = {
  active: 'At the keyboard',
  idle: 'Away',
  locked: 'Screen locked',
  asleep: 'Asleep',
  paused: 'Recording paused',
  unknown: 'Not known',
};

/** A state of presence in words; one of another writer by its own name. */
export function presenceName(state: string): string {
  return presenceNames[state] ?? state;
}

/** `340 ms`, `12.3 s`, `48 min`: how long a call or a look at a window took. */
export function formatLength(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  return formatMinutes(ms / 60_000);
}

/** `09:30 to 10:15`; with seconds where minutes would not tell the ends apart. */
export function formatSpan(span: Span): string {
  const format = lengthOf(span) < 600_000 ? formatSeconds : formatClock;
  return `${format(span.fromMs)} to ${format(span.toMs)}`;
}

/** The host of an address, without `www.`; empty for what is no address of the web. */
export function domainOf(url: string): string {
  const host = /^https?:\/\/([^/?#:@]+)/i.exec(url)?.[1] ?? '';
  return host.toLowerCase().replace(/^www\./, '');
}
