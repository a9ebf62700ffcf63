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
    '1,000/s, push to visible, p50',
    '1,000/s, push to visible, p99',
    '1,000/s from JavaScript, push to seen in a SELECT, p50',
    '1,000/s from JavaScript, push to seen in a SELECT, p99',
    '1,000/s from JavaScript, acknowledged but not seen',
    'push from C, 1 thread, p50',
    'push from C, 1 thread, p99',
    'push from C, 10,000/s, p50',
    'push from C, 10,000/s, p99',
    'push from JavaScript, an object, p50',
    'from C to JSONEachRow, rows/s',
    'from C to the limit, rows/s',
    'from JavaScript to JSONEachRow, rows/s',
    'from JavaScript to JSONEachRow, CPU of the sender',
    'later start, to the first row stored',
    'idle, both processes',
    'memory, ClickHouse',
    'OTLP, bodies of 1, POST to seen in a SELECT, p99',
    'OTLP, bodies of 100, POST to seen in a SELECT, p99',
    'OTLP, bodies of 5,000, POST to seen in a SELECT, p99',
    'OTLP, bodies of 1, event loop, p99',
    'OTLP, bodies of 1, accepted and not stored',
    'OTLP, bodies of 100, event loop, p99',
    'OTLP, bodies of 100, accepted and not stored',
    'OTLP, bodies of 5,000, event loop, p99',
    'OTLP, bodies of 5,000, accepted and not stored',
    'app-minutes-today, server time, p99',
    'app-minutes-per-day, server time, p99',
    'presence-today, server time, p99',
    'cost-now, server time, p99',
    'cost-per-hour, server time, p99',
    'failing-nodes, server time, p99',
    'failing-tools, server time, p99',
    'tokens-per-hour, server time, p99',
    'cost-by-model, server time, p99',
    'local-and-cloud, server time, p99',
    'range-totals, server time, p99',
    'error-rate-by-kind, server time, p99',
    'superstep, end to seen in a SELECT, p99',
    'agent, person away, rows',
    'agent, person away, model calls',
    'agent, person away, timers',
  ]);
  for (const { name, value } of figures)
    if (name.endsWith('accepted and not stored')) expect([name, value]).toEqual([name, 0]);
  expect(figures.find(({ name }) => name.endsWith('acknowledged but not seen'))?.value).toBe(0);
  expect(exitCode).toBe(0);
}, 120_000);

it('hivebar bench agent finds an agent that rests while nobody is there, and refuses minutes that make no sense', async () => {
  const { exitCode, stdout } = await hivebar(['bench', 'agent', '--quick', '--minutes', '0.2', '--json']);
  const { figures } = JSON.parse(stdout) as { figures: { name: string; holds: boolean | null }[] };
  const resting = figures.filter(({ name }) => /away, (rows|model calls|timers)$/.test(name));
  expect(resting.map(({ holds }) => holds)).toEqual([true, true, true]);
  expect(exitCode).toBe(0);
  expect(await hivebar(['bench', 'agent', '--minutes', 'long'])).toMatchObject({ exitCode: 2, stdout: '' });
  expect(await hivebar(['bench', 'writer', '--minutes', '1'])).toMatchObject({ exitCode: 2, stdout: '' });
}, 120_000);

it('hivebar bench measures a part of the writer alone, and refuses a part that there is not', async () => {
  const { exitCode, stdout } = await hivebar(['bench', 'writer', '--only', 'push', '--quick', '--json', '--strict']);
  const { figures } = JSON.parse(stdout) as { figures: { name: string; holds: boolean | null }[] };
  expect(figures.filter(({ name }) => !name.includes('push'))).toHaveLength(3);
  expect(exitCode).toBe(figures.some(({ holds }) => holds === false) ? 1 : 0);
  expect(await hivebar(['bench', 'writer', '--only', 'speed'])).toMatchObject({ exitCode: 2, stdout: '' });
  expect(await hivebar(['bench', 'reader'])).toMatchObject({ exitCode: 2, stdout: '' });
}, 60_000);
