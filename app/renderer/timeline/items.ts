import { type QuestionRow } from '../../contract/questions.ts';
import { formatMoney } from '../../contract/money.ts';
import { firstLine, formatPartName } from '../format/name.ts';
import { formatCompact, formatCounted } from '../format/number.ts';
import { type Span } from './span.ts';
import { domainOf, formatLength, presenceName } from './words.ts';

export const laneNames = ['windows', 'presence', 'agents', 'errors'] as const;
export type LaneName = (typeof laneNames)[number];

/** What an item can be forgotten by, beside its time. */
export interface ItemOrigin {
  readonly app?: string;
  readonly domain?: string;
}

/** One thing that lay somewhere on the day: what is drawn, hit, listed and told of it. */
export interface Item extends Span {
  readonly key: string;
  readonly lane: LaneName;
  /** How it is drawn; windows carry the name of their app in `origin`. */
  readonly kind: string;
  /** Of agents: the line that its run stands on. */
  readonly line: number;
  readonly failed: boolean;
  readonly faint: boolean;
  readonly title: string;
  readonly detail: string;
  readonly origin: ItemOrigin;
}

export function windowItems(rows: readonly QuestionRow<'day-segments'>[]): Item[] {
  return rows.map((row) => {
    const { ts_ms: fromMs, end_ms: toMs, app, window_title: title, url, afk, segments, apps, dur_ms: length } = row;
    const others = apps > 1 ? ` and ${formatCounted(apps - 1, 'other app', 'other apps')}` : '';
    const parts =
      segments > 1
        ? [
            `${formatCounted(segments, 'window', 'windows')}, ${formatLength(length)} in all`,
            'zoom in to tell them apart',
          ]
        : [title === '' ? 'no title' : title, url];
    if (afk === 1) parts.push('away from the keyboard');
    const domain = domainOf(url);
    return {
      key: `w ${fromMs} ${app} ${segments}`,
      lane: 'windows',
      kind: 'window',
      line: 0,
      fromMs,
      toMs,
      failed: false,
      faint: afk === 1,
      title: `${app}${others}`,
      detail: parts.filter((part) => part !== '').join(', '),
      origin: domain === '' ? { app } : { app, domain },
    };
  });
}

export function presenceItems(rows: readonly QuestionRow<'day-presence'>[]): Item[] {
  return rows.map(({ ts_ms: fromMs, end_ms: toMs, state, cause }) => ({
    key: `p ${fromMs} ${state}`,
    lane: 'presence',
    kind: state,
    line: 0,
    fromMs,
    toMs,
    failed: false,
    faint: false,
    title: presenceName(state),
    detail: cause === '' || cause === state ? '' : `since ${cause.replace(/-/g, ' ')}`,
    origin: {},
  }));
}

export function runItems(rows: readonly QuestionRow<'day-agent-runs'>[], lineOf: ReadonlyMap<string, number>): Item[] {
  return rows.map((row) => ({
    key: `r ${row.thread_id}`,
    lane: 'agents',
    kind: 'run',
    line: lineOf.get(row.thread_id) ?? 0,
    fromMs: row.ts_ms,
    toMs: row.end_ms,
    failed: row.errors > 0,
    faint: false,
    title: runName(row),
    detail: runDetail(row),
    origin: {},
  }));
}

/** The graph that ran, else the program that told of it. */
function runName({ name, source, thread_id: thread }: QuestionRow<'day-agent-runs'>): string {
  const what = name !== '' ? name : source !== '' ? formatPartName(source) : 'Agent run';
  return thread === '' ? `${what}, without a thread` : `${what}, ${shortThread(thread)}`;
}

function shortThread(thread: string): string {
  return thread.length > 24 ? `${thread.slice(0, 10)}…${thread.slice(-6)}` : thread;
}

function runDetail(row: QuestionRow<'day-agent-runs'>): string {
  return [
    row.model,
    row.model_calls > 0 ? formatCounted(row.model_calls, 'model call', 'model calls') : '',
    row.tool_calls > 0 ? formatCounted(row.tool_calls, 'tool call', 'tool calls') : '',
    row.steps > 0 ? formatCounted(row.steps, 'step', 'steps') : '',
    row.errors > 0 ? formatCounted(row.errors, 'error', 'errors') : '',
    row.tokens > 0 ? `${formatCompact(row.tokens)} tokens` : '',
    row.model_calls > row.unpriced_calls ? formatMoney(row.cost_usd) : '',
    row.unpriced_calls > 0 ? `${formatCounted(row.unpriced_calls, 'call', 'calls')} without a price` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

export function eventItems(
  rows: readonly QuestionRow<'day-agent-events'>[],
  lineOf: ReadonlyMap<string, number>,
): Item[] {
  return rows.map(({ ts_ms: fromMs, end_ms: toMs, thread_id: thread, kind, name, events, errors }) => ({
    key: `e ${fromMs} ${thread} ${kind} ${name}`,
    lane: 'agents',
    kind,
    line: lineOf.get(thread) ?? 0,
    fromMs,
    toMs,
    failed: errors > 0,
    faint: false,
    title:
      events > 1 ? formatCounted(events, kind, `${kind}s`) : `${formatPartName(kind)}${name === '' ? '' : `: ${name}`}`,
    detail: [
      events > 1 ? `the first ${name}` : '',
      errors > 0 ? (events > 1 ? `${formatCounted(errors, 'one', 'of them')} failed` : 'failed') : '',
      thread === '' ? '' : shortThread(thread),
    ]
      .filter((part) => part !== '')
      .join(', '),
    origin: {},
  }));
}

export function errorItems(rows: readonly QuestionRow<'day-errors'>[]): Item[] {
  return rows.map(({ ts_ms: fromMs, end_ms: toMs, kind, name, thread_id: thread, message, errors }) => ({
    key: `x ${fromMs} ${kind} ${name}`,
    lane: 'errors',
    kind,
    line: 0,
    fromMs,
    toMs,
    failed: true,
    faint: false,
    title:
      errors > 1
        ? `${formatCounted(errors, 'error', 'errors')}, the last: ${name}`
        : `${formatPartName(kind)}: ${name}`,
    detail: [firstLine(message), thread === '' ? '' : shortThread(thread)].filter((part) => part !== '').join(', '),
    origin: {},
  }));
}
