import type { Host } from '../host.ts';
import type { Figure } from './bench-report.ts';
import { startBenchServer } from './bench-server.ts';
import { type PushInCEffort, pushInC } from './push-in-c.ts';
import { type PushInJavaScriptEffort, pushInJavaScript } from './push-in-javascript.ts';
import { type SelectEffort, pushToVisible } from './push-to-visible.ts';
import { type SustainedEffort, sustainedRows } from './sustained-rows.ts';
import { type VisibleInCEffort, visibleInC } from './visible-in-c.ts';

/** How much is measured. Smaller numbers are quicker and less sure. */
export type WriterEffort = PushInCEffort & PushInJavaScriptEffort & VisibleInCEffort & SelectEffort & SustainedEffort;

/** What can be measured alone. */
export const writerParts = ['push', 'visible', 'sustained'] as const;
export type WriterPart = (typeof writerParts)[number];

export type Progress = (what: string, share: number) => void;

/** Measures the way of a row on a ClickHouse of its own, which is gone afterwards. Throws when it cannot. */
export async function measureWriter(
  host: Host,
  parts: readonly WriterPart[],
  effort: WriterEffort,
  journal: boolean,
  onProgress: Progress,
): Promise<{ readonly figures: Figure[]; readonly clickhouse: string }> {
  const server = await startBenchServer(host, journal);
  const telling = (what: string) => (share: number) => onProgress(what, share);
  const figures: Figure[] = [];
  try {
    // From the quiet to the loud: merges of what a measurement wrote go on for a while and would be in the next.
    if (parts.includes('visible')) {
      figures.push(...(await visibleInC(server, effort, telling('push to visible, from C'))));
      figures.push(...(await pushToVisible(server, effort, telling('push to visible, by SELECT'))));
    }
    if (parts.includes('push')) {
      figures.push(...(await pushInC(server, effort, telling('push from C'))));
      figures.push(...(await pushInJavaScript(server, effort, telling('push from JavaScript'))));
    }
    if (parts.includes('sustained')) {
      figures.push(...(await sustainedRows(server, effort, telling('sustained rows'))));
    }
    return { figures, clickhouse: server.store.database.runtime().engineVersion };
  } finally {
    await server.stop();
  }
}
