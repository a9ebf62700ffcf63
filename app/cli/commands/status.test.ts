import { describe, expect, it } from 'vitest';
import type { PartHealth, RecorderStatus } from '../../contract/health.ts';
import { exitCodeOf, reportOn, statusText } from './status.ts';

function part(name: string, state: PartHealth['state'], lastEventMs: number | null = null): PartHealth {
  return { name, state, message: `${name} says this.`, lastEventMs, counters: {} };
}

function statusWith(changes: Partial<RecorderStatus> = {}): RecorderStatus {
  const nowMs = Date.now();
  return {
    nowMs,
    startedMs: nowMs - 60_000,
    dataDir: '/data',
    demo: false,
    overall: 'recording',
    recording: { kind: 'recording' },
    database: part('database', 'ok'),
    writer: part('writer', 'ok', nowMs - 2_000),
    sources: [part('window', 'ok', nowMs - 1_000)],
    current: null,
    ...changes,
  };
}

const terminal = {
  print: () => Promise.resolve(),
  tell: () => undefined,
  interactive: true,
  showsProgress: false,
  paint: (colour: string, text: string) => `<${colour}>${text}</>`,
  columns: 100,
};

describe('a status', () => {
  it('ends with 0 while everything works, also where a source cannot work at all', () => {
    const report = reportOn(7, statusWith({ sources: [part('window', 'unavailable')] }), true);
    expect(report.down).toEqual([]);
    expect(exitCodeOf(report)).toBe(0);
  });

  it('ends with 1 and names what is down, the database too when it lets nobody in', () => {
    const failing = reportOn(7, statusWith({ sources: [part('window', 'failing')] }), true);
    expect([failing.down, exitCodeOf(failing)]).toEqual([['window'], 1]);
    const silent = reportOn(7, statusWith(), false);
    expect([silent.down, exitCodeOf(silent)]).toEqual([['database'], 1]);
    expect(statusText(silent, terminal)).toContain('ClickHouse did not answer a login just now.');
  });

  it('tells how old the newest event is', () => {
    const { lagMs } = reportOn(7, statusWith(), true);
    expect(lagMs).toBeGreaterThanOrEqual(1_000);
    expect(lagMs).toBeLessThan(2_000);
    expect(reportOn(7, statusWith({ sources: [], writer: part('writer', 'ok') }), true).lagMs).toBeNull();
  });

  it('reads as a sentence and a table, with the state of each part in its colour', () => {
    const text = statusText(reportOn(7, statusWith({ sources: [part('window', 'failing')] }), true), terminal);
    expect(text).toMatch(/^Problem: window down, process 7, up 1 min 0 s, last event 2\.0 s ago\n\/data\n\n/);
    expect(text).toContain('<green>ok</>');
    expect(text).toContain('<red>failing</>');
  });

  it('says how much of each budget is used', () => {
    const asOfMs = Date.now();
    const budgets = [
      { kind: 'cost-hour', limit: 5, used: 0.42, reached: false, asOfMs },
      { kind: 'cost-day', limit: 20, used: 21.5, reached: true, asOfMs },
      { kind: 'error-rate', limit: 10, used: null, reached: false, asOfMs },
    ] as const;
    const text = statusText(reportOn(7, statusWith({ budgets: [...budgets] }), true), terminal);
    expect(text).toContain(
      'Cost this hour: $0.42 of $5.00\nCost today: $21.50 of $20.00, reached\nFailed model calls in the last hour: not known, limit 10 %\n',
    );
  });

  it('counts a pause down', () => {
    const paused = (untilMs: number | null) =>
      statusText(
        reportOn(7, statusWith({ overall: 'paused', recording: { kind: 'paused', sinceMs: 0, untilMs } }), true),
        terminal,
      );
    expect(paused(Date.now() + 600_000)).toMatch(/^Paused for another (10 min 0|9 min 59) s/);
    expect(paused(null)).toMatch(/^Paused until resumed/);
  });
});
