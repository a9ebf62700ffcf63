import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../../core/bench/bench-report.ts';
import { MeasurementFailed } from '../../core/bench/measurement-failed.ts';
import { type ProcessUsage, processUsage } from '../../core/bench/process-usage.ts';
import { readRuntime } from '../../core/database/runtime-file.ts';
import { openRunningWriter } from '../push/running-writer.ts';
import { startServeChild } from './serve-child.ts';

/** How long the idle processes are watched, and how long they may tidy up after the start before that. */
export interface ServeEffort {
  readonly settleSeconds: number;
  readonly restSeconds: number;
}

/**
 * What a recorder costs: its first start with an empty data directory, a later one, and both processes while nothing
 * happens.
 */
export async function measureServe(
  dataDir: string,
  programFile: string,
  { settleSeconds, restSeconds }: ServeEffort,
  onProgress: (share: number) => void,
): Promise<{ readonly figures: Figure[]; readonly clickhouse: string }> {
  const first = await startServeChild(dataDir, programFile);
  await first.stop();
  const startedAt = performance.now();
  const served = await startServeChild(dataDir, programFile);
  try {
    await storeOneRow(dataDir);
    const firstRowMs = performance.now() - startedAt;
    await waitWithProgress(settleSeconds * 1_000, 0, 0.3, onProgress);
    const before = await usageOf(served.pid, served.clickhousePid);
    await waitWithProgress(restSeconds * 1_000, 0.3, 1, onProgress);
    const after = await usageOf(served.pid, served.clickhousePid);
    const percent = (of: 'recorder' | 'clickhouse'): number =>
      ((after[of].cpuSeconds - before[of].cpuSeconds) / restSeconds) * 100;
    const figures: Figure[] = [
      { name: 'first start, schema included', value: first.readyMs, unit: 'ms' },
      {
        name: 'later start, to the first row stored',
        value: firstRowMs,
        unit: 'ms',
        bound: { limit: 2_000, kind: 'below' },
      },
      {
        name: 'idle, both processes',
        value: percent('recorder') + percent('clickhouse'),
        unit: '%',
        bound: { limit: 1, kind: 'below' },
        note: `of one core, over ${restSeconds} s`,
      },
      { name: 'idle, recorder', value: percent('recorder'), unit: '%' },
      { name: 'idle, ClickHouse', value: percent('clickhouse'), unit: '%' },
      memoryFigure('memory, ClickHouse', after.clickhouse, 100),
      memoryFigure('memory, recorder', after.recorder),
      {
        name: 'resident, ClickHouse',
        value: after.clickhouse.residentBytes / 1e6,
        unit: 'MB',
        note: 'with its library',
      },
      { name: 'resident, recorder', value: after.recorder.residentBytes / 1e6, unit: 'MB' },
    ];
    return { figures, clickhouse: await engineVersion(dataDir) };
  } finally {
    await served.stop();
  }
}

async function engineVersion(dataDir: string): Promise<string> {
  const runtime = await readRuntime(dataDir);
  if (!runtime.ok) throw new MeasurementFailed('The recorder left no runtime.json');
  return runtime.value.engineVersion;
}

async function usageOf(
  recorder: number,
  clickhouse: number,
): Promise<{ readonly recorder: ProcessUsage; readonly clickhouse: ProcessUsage }> {
  return { recorder: await processUsage(recorder), clickhouse: await processUsage(clickhouse) };
}

/** Anonymous memory where the system tells it, which is what the promise is about; else all that is resident. */
function memoryFigure(name: string, usage: ProcessUsage, limit?: number): Figure {
  const anonymous = usage.anonymousBytes;
  return {
    name,
    value: (anonymous ?? usage.residentBytes) / 1e6,
    unit: 'MB',
    note: anonymous === null ? 'resident' : 'anonymous',
    ...(limit === undefined ? {} : { bound: { limit, kind: 'below' as const } }),
  };
}

async function storeOneRow(dataDir: string): Promise<void> {
  const opened = await openRunningWriter(dataDir);
  if (!opened.ok) throw new MeasurementFailed(opened.error.message);
  const { writer, stopFollowing } = opened.value;
  const table = await writer.table('seq.mem_events');
  if (table.ok) table.value.push([{ ts_ms: Date.now(), kind: 'marker', subject: 'bench' }]);
  const flushed = await writer.flush(10_000);
  await stopFollowing();
  await writer.close(0);
  if (!table.ok || !flushed.ok) throw new MeasurementFailed('The first row could not be stored');
}

async function waitWithProgress(
  ms: number,
  from: number,
  to: number,
  onProgress: (share: number) => void,
): Promise<void> {
  const steps = Math.max(1, Math.round(ms / 250));
  for (let step = 1; step <= steps; step++) {
    await pause(ms / steps);
    onProgress(from + ((to - from) * step) / steps);
  }
}
