import { describe, expect, it } from 'vitest';
import type { BenchReport } from '../../core/bench/bench-report.ts';
import type { Terminal } from '../terminal.ts';
import { reportJson, reportText } from './report-text.ts';

const report: BenchReport = {
  machine: {
    cpu: 'EPYC',
    cores: 2,
    memoryBytes: 16e9,
    system: 'Linux',
    node: '20.20.0',
    clickhouse: '26.7',
    journal: true,
    loadBefore: 0.5,
    loadAfter: 1.25,
  },
  figures: [
    { name: 'push, p50', value: 142.4, unit: 'ns', rounds: [150, 142.4, 130], bound: { limit: 200, kind: 'below' } },
    { name: 'rate', value: 1_234_567, unit: 'rows/s', bound: { limit: 2_000_000, kind: 'at-least' }, note: 'how' },
    { name: 'plain', value: 0.456, unit: '%' },
  ],
};
const terminal: Terminal = {
  print: () => Promise.resolve(),
  tell: () => undefined,
  interactive: false,
  showsProgress: false,
  paint: (_colour, text) => text,
  columns: 100,
};

describe('the report of a benchmark', () => {
  it('shows people each figure with its rounds and its promise, and a promise that is broken as NO', () => {
    expect(reportText(report, terminal).split('\n')).toEqual([
      'EPYC, 2 cores, 16 GB; Linux; Node 20.20.0; ClickHouse 26.7; journal on; load 0.50 before, 1.25 after',
      '',
      'what        measured             rounds  promised             holds  how',
      'push, p50        142  ns      130 – 150  < 200 ns             yes',
      'rate       1,234,567  rows/s             >= 2,000,000 rows/s  NO     how',
      'plain           0.46  %',
      '',
      '1 of 2 promises are not kept here.',
      '',
    ]);
  });

  it('gives programs the figures as they are, with what holds', () => {
    const parsed = JSON.parse(reportJson(report)) as { machine: object; figures: { holds: boolean | null }[] };
    expect(parsed.machine).toEqual(report.machine);
    expect(parsed.figures.map(({ holds }) => holds)).toEqual([true, false, null]);
    expect(parsed.figures[0]).toMatchObject(report.figures[0] ?? {});
  });
});
