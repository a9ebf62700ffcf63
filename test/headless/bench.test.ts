import { expect, it } from 'vitest';
import { hivebar } from './hivebar-program.ts';

it('hivebar bench measures everything that it promises to, whatever comes out', async () => {
  const { exitCode, stdout, stderr } = await hivebar(['bench', '--quick', '--json']);
  expect(stderr).toBe('');
  const { machine, figures } = JSON.parse(stdout) as {
    machine: { cores: number; clickhouse: string };
    figures: { name: string; value: number; holds: boolean | null }[];
  };
  expect(machine.clickhouse).toMatch(/^\d+\.\d+/);
  for (const { name, value } of figures) expect([name, Number.isFinite(value)]).toEqual([name, true]);
  const bound = figures.filter(({ holds }) => holds !== null).map(({ name }) => name);
  expect(bound).toEqual([
    'push to visible, p50',
    'push to visible, p99',
    'one push, p50',
    'native writer to JSONEachRow, rows/s',
    'native writer to JSONEachRow, CPU per row',
    'later start, to the first row stored',
    'idle, both processes',
    'memory, ClickHouse',
  ]);
  expect(exitCode).toBe(figures.some(({ holds }) => holds === false) ? 1 : 0);
}, 120_000);
