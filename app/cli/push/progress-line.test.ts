import { describe, expect, it } from 'vitest';
import { progressLine } from './progress-line.ts';

function drawn(showsProgress: boolean, totalBytes: number | undefined) {
  let told = '';
  let now = 0;
  const terminal = {
    print: () => Promise.resolve(),
    tell: (text: string) => {
      told += text;
    },
    interactive: true,
    showsProgress,
    paint: (_: string, text: string) => text,
    columns: 100,
  };
  const line = progressLine(terminal, { totalBytes, monotonicMs: () => now });
  return {
    at: (ms: number, rows: number, bytesRead: number) => {
      now = ms;
      line.show({ rows, bytesRead });
    },
    clear: () => line.clear(),
    told: () => told.replaceAll('\r\u001b[K', '|'),
  };
}

describe('the progress of a push', () => {
  it('is a bar with rows and speed where the size is known, drawn ten times a second at most', () => {
    const progress = drawn(true, 1_000);
    progress.at(0, 0, 0);
    progress.at(50, 5, 50);
    progress.at(2_000, 1_500, 500);
    progress.clear();
    expect(progress.told()).toBe(
      '|[....................]   0 %  0 rows  0 rows/s  0 ms|[##########..........]  50 %  1,500 rows  750 rows/s  2.0 s|',
    );
  });

  it('counts what was read where the size is not known', () => {
    const progress = drawn(true, undefined);
    progress.at(1_000, 10, 2_000);
    expect(progress.told()).toBe('|2 kB  10 rows  10 rows/s  1.0 s');
  });

  it('is not drawn where nobody looks', () => {
    const progress = drawn(false, 1_000);
    progress.at(1_000, 10, 100);
    progress.clear();
    expect(progress.told()).toBe('');
  });
});
