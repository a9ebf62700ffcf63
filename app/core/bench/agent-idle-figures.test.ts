import { expect, it } from 'vitest';
import type { IdleState, IdleStretch } from './agent-idle.ts';
import { idleFigures } from './agent-idle-figures.ts';
import { holds } from './bench-report.ts';

function stretch(state: IdleState, cpuSeconds: number, more: Partial<IdleStretch> = {}): IdleStretch {
  const nothing = { rows: 0, modelCalls: 0, timers: 0, rounds: 0 };
  return { state, seconds: 10, ownCpuSeconds: cpuSeconds, clickhouseCpuSeconds: cpuSeconds, ...nothing, ...more };
}

const watched = [
  stretch('off', 0.1),
  stretch('same window', 0.2, { rows: 60, rounds: 2 }),
  stretch('off', 0.3),
  stretch('away', 0.2),
  stretch('same window', 0.4, { rows: 60, rounds: 2 }),
];
const named = (stretches: readonly IdleStretch[], name: string) =>
  idleFigures(stretches, 3_000).find((figure) => figure.name === name);

it('holds what the agent costs against the stretches in which it is switched off', () => {
  expect(named(watched, 'agent switched off, its process')?.value).toBeCloseTo(2);
  expect(named(watched, 'agent, same window, ClickHouse')).toMatchObject({ rounds: [2, 4] });
  // Both processes: 6 % with the agent, 4 % without, over 20 s and four looks.
  expect(named(watched, 'agent, same window, added by a look')?.value).toBeCloseTo(100);
  expect(named(watched, 'agent, same window, added at the default pace')?.value).toBeCloseTo(0.02);
  expect(named(watched, 'agent, same window, rows by a look')?.value).toBe(30);
});

it('promises that an agent whose person is away writes nothing, asks nothing and holds no timer', () => {
  const broken = stretch('away', 0.2, { rows: 1, modelCalls: 1, timers: 1 });
  for (const name of ['rows', 'model calls', 'timers']) {
    const figure = named(watched, `agent, person away, ${name}`);
    expect(figure === undefined ? null : holds(figure)).toBe(true);
    const missed = named([...watched, broken], `agent, person away, ${name}`);
    expect(missed === undefined ? null : holds(missed)).toBe(false);
  }
});
