import { describe, expect, it } from 'vitest';
import { holds } from './bench-report.ts';
import type { Distribution } from './native-bench.ts';
import { latencyFigures, sumOfRanges } from './push-in-c.ts';

function distribution(p50: number, max: number): Distribution {
  return { count: 3, p50, p90: p50 + 1, p99: p50 + 2, p999: p50 + 3, max, ranges: [[128, 3]] };
}

describe('the latency of a push', () => {
  const rounds = [distribution(100, 9_000), distribution(300, 5_000), distribution(110, 70_000)];

  it('is the median of the rounds, its worst the worst of all', () => {
    const figures = latencyFigures('push from C, 2 threads', rounds, 'how');
    expect(figures.map(({ name, value }) => [name, value])).toEqual([
      ['push from C, 2 threads, p50', 110],
      ['push from C, 2 threads, p90', 111],
      ['push from C, 2 threads, p99', 112],
      ['push from C, 2 threads, p99.9', 113],
      ['push from C, 2 threads, worst', 70_000],
    ]);
    expect(figures[0]).toMatchObject({ rounds: [100, 300, 110], histogram: [[128, 9]], note: 'how' });
  });

  it('is promised for one thread and for no more', () => {
    const bound = (name: string): (boolean | null)[] => latencyFigures(name, rounds, '').map(holds);
    expect(bound('push from C, 1 thread')).toEqual([true, null, true, null, null]);
    expect(bound('push from C, 4 threads')).toEqual([null, null, null, null, null]);
  });
});

describe('histograms', () => {
  it('add up range by range, in order', () => {
    const first = [[64, 1] as const, [128, 2] as const];
    expect(
      sumOfRanges([
        first,
        [
          [256, 5],
          [128, 3],
        ],
        [],
      ]),
    ).toEqual([
      [64, 1],
      [128, 5],
      [256, 5],
    ]);
  });
});
