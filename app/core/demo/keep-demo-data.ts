import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { writePrivateFile } from '../private-file.ts';
import { recordedTables } from '../database/recorded-tables.ts';
import type { Host } from '../host.ts';
import { localDay } from '../local-day.ts';
import type { Store } from '../store.ts';
import { describeRowError, describeWriterError } from '../writer/writer-error.ts';
import { demoBatches } from './demo-rows.ts';

/** Enough for the longest range that the overview offers by itself. */
const demoDays = 31;
const flushTimeoutMs = 60_000;
const marker = v.object({ version: v.literal(1), day: v.string() });

/**
 * Sees to it that the demo's data directory holds generated rows that end today, and nothing else. Returns why not.
 * A directory with rows that are not the demo's is left alone: they may be a person's own.
 */
export async function keepDemoData(host: Host, store: Store): Promise<string | undefined> {
  const { clock, paths } = host;
  const path = join(paths.dataDir, 'demo.json');
  const today = localDay(clock.now(), clock.timeZone());
  const filledOn = await readMarker(path);
  if (filledOn === today) return undefined;
  const { admin } = store.database;
  const tables = await recordedTables(admin);
  if (filledOn === undefined && tables.some((table) => table.rows > 0)) {
    return `${paths.dataDir} holds recorded data, so the demo does not touch it. Choose another --data-dir, or none.`;
  }
  // The marker comes first and names no day: a demo that is interrupted while it is filled is filled anew.
  await writePrivateFile(path, JSON.stringify({ version: 1, day: '' }));
  for (const { name } of tables) await admin.command({ query: `TRUNCATE TABLE ${name}` });
  const problem = await fill(host, store);
  if (problem !== undefined) return `The demo data could not be written. ${problem}`;
  await writePrivateFile(path, JSON.stringify({ version: 1, day: today }));
  return undefined;
}

async function fill({ clock }: Host, { writer }: Store): Promise<string | undefined> {
  for (const { table, rows } of demoBatches({ nowMs: clock.now(), days: demoDays, timeZone: clock.timeZone() })) {
    const opened = await writer.table(table);
    if (!opened.ok) return describeWriterError(opened.error);
    const [refused] = opened.value.push((rows as readonly object[]).map((row) => ({ ...row }))).refused;
    if (refused !== undefined) return describeRowError(refused.error);
    // Batch by batch, so that a slow disk never fills the writer's buffer.
    const flushed = await writer.flush(flushTimeoutMs);
    if (!flushed.ok) return flushed.error.message;
  }
  return undefined;
}

async function readMarker(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), marker), text);
  return stored.success ? stored.output.day : undefined;
}
