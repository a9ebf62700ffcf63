import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testPaths, until } from '../database/testing.ts';
import type { Paths } from '../host.ts';
import type { Recorder } from '../recorder-face.ts';
import { startRecorder } from '../recorder.ts';
import { testHost } from '../testing.ts';

let paths: Paths;
let recorder: Recorder;
beforeEach(async () => {
  paths = await testPaths();
  const clock = testHost(paths).clock;
  // The same clock with a shorter look at the file: tests wait for conditions, not for the period of the product.
  const quick = { ...clock, every: (periodMs: number, tick: () => void) => clock.every(Math.min(periodMs, 50), tick) };
  recorder = startRecorder({ ...testHost(paths), clock: quick });
  await recorder.ready;
});
afterEach(async () => {
  await recorder.stop();
  await rm(paths.dataDir, { recursive: true, force: true });
});

async function keptDays(table: string): Promise<number | null | undefined> {
  const tables = await recorder.settings.tableSpace();
  return tables.ok ? tables.value.find((found) => found.table === table)?.keptDays : undefined;
}

describe('the settings of a running recorder', () => {
  it('change how long rows are kept, at once and without a start', async () => {
    expect(await keptDays('seq.trace_events')).toBe(30);
    expect(await recorder.settings.change('retentionDays.traceEvents', 7)).toMatchObject({ ok: true });
    await until('the table follows', async () => (await keptDays('seq.trace_events')) === 7);
    expect(await keptDays('seq.context')).toBe(90);
    expect(await recorder.settings.retentionLoss('traceEvents', 1)).toEqual({
      ok: true,
      value: { rows: 0, tables: [] },
    });
  });

  it('tell of a change once, whoever made it', async () => {
    const seen: number[] = [];
    void recorder.settings.onChange(({ recording }) => void seen.push(recording.pollMs));
    await recorder.settings.change('recording.pollMs', 1_000);
    await writeFile(join(paths.dataDir, 'settings.json'), '{"recording":{"pollMs":2000}}');
    await until('the change by hand is told', () => seen.length === 2);
    expect(seen).toEqual([1_000, 2_000]);
  });

  it('give the database other memory at its next start', async () => {
    const before = await recorder.settings.database();
    expect(before.memoryBytes).toBe(before.usualMemoryBytes);
    await recorder.settings.change('database.maxMemoryBytes', 900_000_000);
    expect((await recorder.settings.database()).memoryBytes).toBe(before.usualMemoryBytes);
    const restarted = await recorder.settings.restartDatabase();
    expect(restarted).toMatchObject({ ok: true, value: { memoryBytes: 900_000_000, version: before.version } });
    expect(recorder.status().database.state).toBe('ok');
    expect(await keptDays('seq.context')).toBe(90);
  });

  it('say that there are no titles to compare with, where none was recorded', async () => {
    expect(await recorder.settings.titleMatches('a')).toEqual({
      ok: true,
      value: { titles: 0, matching: 0, complete: true, tooSlow: false },
    });
  });
});
