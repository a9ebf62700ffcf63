import { describe, expect, it } from 'vitest';
import { holds } from './bench-report.ts';
import { type SustainedRound, type WayName, sustainedFigures } from './sustained-figures.ts';

function rounds(...rates: number[]): SustainedRound[] {
  return rates.map((rowsPerSecond) => ({
    rowsPerSecond,
    clientMicrosPerRow: 1e5 / rowsPerSecond,
    serverMicrosPerRow: 1,
  }));
}

describe('sustained rows', () => {
  const measured = new Map<WayName, SustainedRound[]>([
    ['C', rounds(900, 1_000, 1_100)],
    ['JavaScript', rounds(240, 250, 260)],
    ['JSONEachRow', rounds(100, 125, 110)],
    ['RowBinary, encoding included', rounds(300, 300, 300)],
    ['RowBinary, encoded before', rounds(400, 400, 400)],
    ['Native file', rounds(1_800, 2_500, 2_000)],
  ]);
  const memory = {
    client: { residentBytes: 50e6, anonymousBytes: 30e6 },
    server: { residentBytes: 400e6, anonymousBytes: null },
  };
  const figures = sustainedFigures(measured, { rows: 1_000, repeats: 4, memory });
  const find = (name: string) => figures.find((figure) => figure.name === name);

  it('are the median round, with every round beside it', () => {
    expect(find('Hivebar from C, sustained')).toMatchObject({ value: 1_000, rounds: [900, 1_000, 1_100] });
    expect(find('@clickhouse/client JSONEachRow, sustained')?.value).toBe(110);
  });

  it('are compared within a round, and the middle ratio counts', () => {
    const ratio = find('from C to JSONEachRow, rows/s');
    expect(ratio?.rounds).toEqual([9, 8, 10]);
    expect(ratio?.value).toBe(9);
    const limit = find('from C to the limit, rows/s');
    expect(limit?.value).toBe(0.5);
    expect(limit && holds(limit)).toBe(true);
    const script = find('from JavaScript to JSONEachRow, CPU of the sender');
    expect(script?.value).toBeCloseTo(0.42, 2);
    expect(script && holds(script)).toBe(true);
  });

  it('tell anonymous memory only where the system does', () => {
    const names = figures.map(({ name }) => name).filter((name) => name.startsWith('memory'));
    expect(names).toEqual([
      'memory under load, program that speaks C, resident',
      'memory under load, program that speaks C',
    ]);
  });
});
