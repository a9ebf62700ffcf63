import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { readCheckpoint } from './open-segment-journal.ts';
import { endDays, recordDay } from './testing/record-day.ts';

afterEach(endDays);

describe('after a crash', () => {
  it('the open segment ends at the last checkpoint and the time until the start is unknown', async () => {
    const day = await recordDay();
    day.desk.typing = true;
    day.desk.focus({ app: 'Editor', title: 'draft' });
    await day.clock.advance(65_000);
    expect(day.sink.contexts()).toEqual([]);
    day.clock.sleepUntil('2026-03-02T09:11:00Z');
    await day.restart();
    const [segment] = day.sink.contexts();
    expect(segment).toMatchObject({ app: 'Editor', window_title: 'draft', afk: 0 });
    const endMs = (segment?.ts_ms ?? 0) + (segment?.dur_ms ?? 0);
    const killedMs = Date.parse('2026-03-02T09:01:05Z');
    expect(endMs).toBeGreaterThan(killedMs - 10_000);
    expect(endMs).toBeLessThanOrEqual(killedMs);
    expect(day.sink.presences()).toMatchObject([
      { state: 'active', ts_ms: Date.parse('2026-03-02T09:00:00Z') },
      { state: 'unknown', cause: 'not-running', ts_ms: endMs, dur_ms: Date.parse('2026-03-02T09:11:00Z') - endMs },
    ]);
  });

  it('a segment that was stored just before is not told a second time', async () => {
    const day = await recordDay();
    day.desk.typing = true;
    day.desk.focus({ app: 'Editor' });
    await day.clock.advance(60_000);
    day.desk.focus({ app: 'Browser' });
    for (let waited = 0; day.sink.contexts().length === 0 && waited < 20; waited += 1) await day.clock.advance(500);
    await day.restart();
    const total = day.sink.contexts().reduce((sum, { dur_ms }) => sum + dur_ms, 0);
    expect(day.sink.contexts().map(({ app }) => app)).toEqual(['Editor', 'Browser']);
    expect(total).toBe(day.clock.now() - Date.parse('2026-03-02T09:00:00Z'));
  });

  it('a torn last line costs only that checkpoint', async () => {
    const day = await recordDay();
    day.desk.focus({ app: 'Editor' });
    await day.clock.advance(20_000);
    appendFileSync(day.journalPath, '{"v":1,"atMs":17724420');
    await day.restart();
    expect(day.sink.contexts()).toMatchObject([{ app: 'Editor' }]);
  });

  it('a journal of nonsense is no reason not to record', async () => {
    const day = await recordDay();
    await day.clock.advance(1_000);
    writeFileSync(
      day.journalPath,
      'nonsense\n{"v":2}\n[]\n{"v":1,"atMs":1,"rows":[{"table":"seq.users","row":{"ts_ms":1}}]}\n',
    );
    await day.restart();
    day.desk.focus({ app: 'Editor' });
    await day.clock.advance(20_000);
    await day.recording.stop();
    expect(day.sink.contexts()).toMatchObject([{ app: 'Editor', dur_ms: 20_000 }]);
  });

  it('nothing is told twice when the recorder was stopped in order', async () => {
    const day = await recordDay();
    day.desk.focus({ app: 'Editor' });
    await day.clock.advance(20_000);
    await day.recording.stop();
    const rows = day.sink.rows.length;
    await day.restart();
    await day.clock.advance(1_000);
    expect(day.sink.contexts()).toHaveLength(1);
    expect(day.sink.rows).toHaveLength(rows);
  });

  it('rows that the writer refused are still there', async () => {
    const day = await recordDay();
    day.sink.refusal = { kind: 'full', message: 'The writer is full.' };
    day.desk.focus({ app: 'Editor' });
    await day.clock.advance(60_000);
    day.desk.focus({ app: 'Browser' });
    await day.clock.advance(20_000);
    expect(day.recording.health()[0]).toMatchObject({
      state: 'degraded',
      message: expect.stringMatching(/2 rows wait/) as string,
    });
    day.sink.refusal = undefined;
    await day.restart();
    expect(day.sink.contexts().map(({ app }) => app)).toEqual(['Editor', 'Browser']);
  });
});

describe('the journal', () => {
  it('is readable by its owner only and stays small', async () => {
    const day = await recordDay();
    day.desk.typing = true;
    day.desk.focus({ app: 'Editor', title: 'x'.repeat(900) });
    await day.clock.advance(3 * 3_600_000);
    expect(statSync(day.journalPath).mode & 0o777).toBe(0o600);
    expect(statSync(day.journalPath).size).toBeLessThan(300_000);
    expect(readCheckpoint(day.journalPath)).toMatchObject({ ok: true, value: { atMs: expect.any(Number) as number } });
  });

  it('holds nothing that the filter dropped', async () => {
    const day = await recordDay({ privacy: { excludedApps: ['Diary'] } });
    day.desk.focus({ app: 'Diary', title: 'love letter' });
    await day.clock.advance(30_000);
    expect(readFileSync(day.journalPath, 'utf8')).not.toMatch(/love|Diary/);
  });
});
