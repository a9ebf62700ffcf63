import { describe, expect, it } from 'vitest';
import type { ContextRow, ModelInvocationRow, SuperstepRow } from '../../contract/rows.ts';
import { type DemoBatch, demoBatches } from './demo-rows.ts';

const nowMs = Date.UTC(2026, 4, 20, 13, 37);
const options = { nowMs, days: 10, timeZone: 'Europe/Berlin' };

function rowsOf(table: DemoBatch['table'], batches: readonly DemoBatch[]): Record<string, unknown>[] {
  return batches.filter((batch) => batch.table === table).flatMap((batch) => batch.rows.map((row) => ({ ...row })));
}

describe('demo rows', () => {
  const batches = [...demoBatches(options)];

  it('are the same on every run with the same options', () => {
    expect([...demoBatches(options)]).toEqual(batches);
    expect([...demoBatches({ ...options, seed: 'another' })]).not.toEqual(batches);
  });

  it('fill every table and never lie after now', () => {
    const tables = new Set(batches.map((batch) => batch.table));
    expect([...tables].sort()).toEqual([
      'hive.model_invocations',
      'hive.model_prices',
      'hive.supersteps',
      'hive.tool_calls',
      'seq.context',
      'seq.mem_events',
      'seq.presence',
      'seq.trace_events',
    ]);
    for (const batch of batches) {
      for (const row of batch.rows) if ('ts_ms' in row) expect(row.ts_ms).toBeLessThan(nowMs);
    }
  });

  it('cover every moment of the days with presence, once', () => {
    const presence = rowsOf('seq.presence', batches) as { ts_ms: number; dur_ms: number }[];
    for (const [index, row] of presence.entries()) {
      expect(row.ts_ms + row.dur_ms).toBe(presence[index + 1]?.ts_ms ?? nowMs);
    }
  });

  it('cut windows at local hours and give them the offset of their day', () => {
    const context = rowsOf('seq.context', batches) as unknown as Required<ContextRow>[];
    expect(context.length).toBeGreaterThan(500);
    for (const { ts_ms, dur_ms, utc_offset_min } of context) {
      expect(utc_offset_min).toBe(120);
      expect(Math.floor(ts_ms / 3_600_000)).toBe(Math.floor((ts_ms + dur_ms - 1) / 3_600_000));
    }
    expect(context.some((row) => row.afk === 1)).toBe(true);
  });

  it('hold priced, free, unpriced and failed calls of several providers', () => {
    const calls = rowsOf('hive.model_invocations', batches) as unknown as ModelInvocationRow[];
    expect(new Set(calls.map((call) => call.provider)).size).toBeGreaterThanOrEqual(4);
    expect(calls.some((call) => call.cost_micros === null)).toBe(true);
    expect(calls.some((call) => call.provider === 'mlx' && call.cost_micros === 0)).toBe(true);
    expect(calls.some((call) => (call.cost_micros ?? 0) > 0)).toBe(true);
    expect(calls.some((call) => call.ok === 0 && call.error_msg !== '')).toBe(true);
    expect(new Set(calls.map((call) => call.event_id)).size).toBe(calls.length);
  });

  it('hold parallel tasks, subgraphs, cached tokens, and steps that ended in every way', () => {
    const steps = rowsOf('hive.supersteps', batches) as unknown as SuperstepRow[];
    const calls = rowsOf('hive.model_invocations', batches) as unknown as ModelInvocationRow[];
    expect(new Set(steps.map((step) => step.status))).toEqual(new Set(['started', 'finished', 'interrupted', 'error']));
    expect(steps.some((step) => step.checkpoint_ns !== '')).toBe(true);
    const atOnce = steps.find((step) => (step.frontier_count ?? 0) > 1);
    const begun = calls.filter((call) => call.thread_id === atOnce?.thread_id && call.ts_ms === atOnce?.ts_ms);
    expect(begun).toHaveLength(atOnce?.frontier_count ?? 0);
    expect(calls.some((call) => (call.cache_read_tokens ?? 0) > 0 && (call.cache_write_5m_tokens ?? 0) > 0)).toBe(true);
  });

  it('come in batches no larger than asked for, ten times as many at ten times the scale', () => {
    const large = [...demoBatches({ ...options, scale: 10, batchRows: 700 })];
    expect(Math.max(...large.map((batch) => batch.rows.length))).toBe(700);
    const ratio = rowsOf('hive.model_invocations', large).length / rowsOf('hive.model_invocations', batches).length;
    expect(ratio).toBeGreaterThan(7);
    expect(ratio).toBeLessThan(13);
  });

  it('show work today even when now is early in the morning', () => {
    const early = Date.UTC(2026, 4, 17, 4, 5);
    const today = [...demoBatches({ ...options, nowMs: early, days: 1 })];
    expect(rowsOf('seq.context', today).length).toBeGreaterThan(20);
  });
});
