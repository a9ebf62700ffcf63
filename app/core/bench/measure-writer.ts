import type { Host } from '../host.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { openStore } from '../store.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import type { Figure } from './bench-report.ts';
import { measurePushCall } from './push-call.ts';
import { measurePushToVisible } from './push-to-visible.ts';
import { measureSustained } from './sustained-rows.ts';

/** How much is measured. Smaller numbers are quicker and less sure. */
export interface WriterEffort {
  readonly visibleSeconds: number;
  readonly eventsPerSecond: number;
  readonly rows: number;
  readonly rounds: number;
}

export type Progress = (what: string, share: number) => void;

/** Measures the way of a row on a ClickHouse of its own, which is gone afterwards. Throws when it cannot. */
export async function measureWriter(
  host: Host,
  effort: WriterEffort,
  onProgress: Progress,
): Promise<{ readonly figures: Figure[]; readonly clickhouse: string }> {
  const opened = await openStore(host, defaultSettings(), () => undefined);
  if (!opened.ok) throw new MeasurementFailed(opened.error);
  const { database, writer, stop } = opened.value;
  const { clock } = host;
  try {
    const visible = await measurePushToVisible({
      writer,
      reader: database.reader,
      clock,
      eventsPerSecond: effort.eventsPerSecond,
      seconds: effort.visibleSeconds,
      onProgress: (share) => onProgress('push to visible', share),
    });
    const call = await measurePushCall(writer, clock);
    const { native, client } = await measureSustained({
      writer,
      client: database.writer,
      admin: database.admin,
      clock,
      rows: effort.rows,
      rounds: effort.rounds,
      onProgress: (share) => onProgress('sustained rows', share),
    });
    const load = `${effort.eventsPerSecond} events/s over six tables, ${visible.events} events, ${visible.looks} looks`;
    const work = `${effort.rows} rows of hive.model_invocations, median of ${effort.rounds}`;
    const figures: Figure[] = [
      {
        name: 'push to visible, p50',
        value: visible.p50Ms,
        unit: 'ms',
        bound: { limit: 40, kind: 'below' },
        note: load,
      },
      { name: 'push to visible, p99', value: visible.p99Ms, unit: 'ms', bound: { limit: 100, kind: 'below' } },
      { name: 'push to visible, worst', value: visible.maxMs, unit: 'ms' },
      {
        name: 'one push, p50',
        value: call.p50Micros,
        unit: 'µs',
        bound: { limit: 2, kind: 'below' },
        note: 'one row, 20 columns',
      },
      { name: 'one push, p99', value: call.p99Micros, unit: 'µs' },
      { name: 'native writer', value: native.rowsPerSecond, unit: 'rows/s', note: work },
      {
        name: '@clickhouse/client JSONEachRow',
        value: client.rowsPerSecond,
        unit: 'rows/s',
        note: 'the same rows, same run',
      },
      {
        name: 'native writer to JSONEachRow, rows/s',
        value: native.rowsPerSecond / client.rowsPerSecond,
        unit: '×',
        bound: { limit: 2, kind: 'at-least' },
      },
      {
        name: 'native writer, CPU per row',
        value: native.cpuMicrosPerRow,
        unit: 'µs',
        note: 'of this process, all threads',
      },
      { name: 'JSONEachRow, CPU per row', value: client.cpuMicrosPerRow, unit: 'µs' },
      {
        name: 'native writer to JSONEachRow, CPU per row',
        value: native.cpuMicrosPerRow / client.cpuMicrosPerRow,
        unit: '×',
        bound: { limit: 0.5, kind: 'below' },
      },
    ];
    return { figures, clickhouse: database.runtime().engineVersion };
  } finally {
    await stop();
  }
}
