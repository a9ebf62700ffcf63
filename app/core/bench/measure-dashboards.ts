import { type QuestionName, questions } from '../../contract/questions.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { recordedTables } from '../database/recorded-tables.ts';
import type { Host } from '../host.ts';
import { localDay } from '../local-day.ts';
import { askByName } from '../queries/ask.ts';
import { findQuestion } from '../queries/catalogue.ts';
import { type Store, openStore } from '../store.ts';
import type { Figure } from './bench-report.ts';
import { daysFilled, fillForDashboards } from './dashboard-rows.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { pause } from './otlp-sustained.ts';
import { percentile } from './percentile.ts';

export interface DashboardEffort {
  /** Rows in all tables together. */
  readonly dashboardRows: number;
  /** How often each question is asked. */
  readonly dashboardAsks: number;
}

type Progress = (what: string, share: number) => void;

/**
 * The questions that sums answer, those of the overview and the popover among them: what is promised holds for these.
 * The others read rows: of one thread or place, or all of the range where no sum can say it.
 */
const tiles: ReadonlySet<QuestionName> = new Set<QuestionName>([
  'app-minutes-today',
  'app-minutes-per-day',
  'presence-today',
  'cost-now',
  'cost-per-hour',
  'failing-nodes',
  'failing-tools',
  'range-totals',
  'cost-by-model',
  'local-and-cloud',
  'tokens-per-hour',
  'error-rate-by-kind',
]);
const promisedMs = 100;
/** A slow question is asked fewer times. */
const longestMs = 3_000;
const dayMs = 86_400_000;
const settleLimitMs = 120_000;

/** Measures how long ClickHouse takes for each question of the windows, over many rows of the longest range. */
export async function measureDashboards(
  host: Host,
  { dashboardRows, dashboardAsks }: DashboardEffort,
  onProgress: Progress,
): Promise<{ readonly figures: Figure[]; readonly clickhouse: string }> {
  const opened = await openStore(host, defaultSettings(), () => undefined);
  if (!opened.ok) throw new MeasurementFailed(opened.error);
  const store = opened.value;
  try {
    const { admin } = store.database;
    const nowMs = host.clock.now();
    await fillForDashboards(admin, { rows: dashboardRows, nowMs }, (share) => onProgress('rows for dashboards', share));
    await mergesEnd(store, host, onProgress);
    const stored = (await recordedTables(admin)).reduce((sum, { rows }) => sum + rows, 0);
    const figures: Figure[] = [{ name: 'dashboards, rows stored, those of views included', value: stored, unit: '' }];
    const names = Object.keys(questions) as QuestionName[];
    for (const [index, name] of names.entries()) {
      onProgress('dashboards', index / names.length);
      figures.push(await measureQuestion(store, host, name, { nowMs, asks: dashboardAsks }));
    }
    return { figures, clickhouse: store.database.runtime().engineVersion };
  } finally {
    await store.stop();
  }
}

async function measureQuestion(
  { database }: Store,
  { clock }: Host,
  name: QuestionName,
  { nowMs, asks }: { readonly nowMs: number; readonly asks: number },
): Promise<Figure> {
  const present = () => ({ nowMs, timeZone: clock.timeZone() });
  const elapsedMs: number[] = [];
  let rowsRead = 0;
  const beganMs = clock.monotonic();
  while (elapsedMs.length < asks && clock.monotonic() - beganMs < longestMs) {
    const answer = await askByName({ reader: database.reader, present }, name, longestRange(name, present()));
    if (!answer.ok) throw new MeasurementFailed(`${name} was not answered: ${answer.error.message}`);
    elapsedMs.push(answer.value.elapsedMs);
    rowsRead = answer.value.rowsRead;
  }
  return {
    name: `${name}, server time, p99`,
    value: percentile(elapsedMs, 0.99),
    unit: 'ms',
    ...(tiles.has(name) ? { bound: { limit: promisedMs, kind: 'below' } as const } : {}),
    note: `${elapsedMs.length} times, p50 ${percentile(elapsedMs, 0.5).toFixed(1)} ms, ${rowsRead.toLocaleString('en-US')} rows read`,
  };
}

/** The longest range that a window offers, for questions that take one; what else they take has its default. */
function longestRange(name: QuestionName, { nowMs, timeZone }: { nowMs: number; timeZone: string }) {
  const takes = findQuestion(name)?.parameters ?? {};
  // The timeline never asks for more than a day.
  const days = name.startsWith('day-') ? 1 : daysFilled;
  const fromMs = nowMs - days * dayMs;
  const known: Readonly<Record<string, unknown>> = {
    from_ms: fromMs,
    to_ms: nowMs,
    from_day: localDay(fromMs, timeZone),
    to_day: localDay(nowMs, timeZone),
  };
  return Object.fromEntries(Object.entries(known).filter(([parameter]) => parameter in takes));
}

/** Merges of what was just written would share the cores with what is measured. */
async function mergesEnd({ database }: Store, { clock }: Host, onProgress: Progress): Promise<void> {
  const beganMs = clock.monotonic();
  while (clock.monotonic() - beganMs < settleLimitMs) {
    onProgress('merges', (clock.monotonic() - beganMs) / settleLimitMs);
    const answer = await database.admin.query({
      query: 'SELECT count() AS n FROM system.merges',
      format: 'JSONEachRow',
    });
    const [row] = await answer.json<{ n: string }>();
    if (Number(row?.n) === 0) return;
    await pause(clock, 500);
  }
}
