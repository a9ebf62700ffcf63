import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../contract/result.ts';
import type { BudgetLimits } from '../../contract/settings.ts';
import { silentLog, until } from '../database/testing.ts';
import type { Notice } from '../host.ts';
import { FakeClock } from '../sources/testing/fake-clock.ts';
import type { BudgetFigures } from './budget-check.ts';
import { watchBudgets } from './watch-budgets.ts';

const minuteMs = 60_000;
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hivebar-budgets-'));
});
afterEach(() => rm(dir, { recursive: true }));

const quiet: BudgetFigures = { cost_hour_usd: 0, cost_today_usd: 0, calls_last_hour: 0, failed_last_hour: 0 };

/** Budgets over figures that the test sets. A file is written between two looks, so what was seen is waited for. */
async function setUp(limits: Partial<BudgetLimits>, clock = new FakeClock('2026-05-20T10:10:00Z'), dayStartHour = 0) {
  const notices: Notice[] = [];
  let figures = quiet;
  const ask = vi.fn(() => Promise.resolve(ok(figures)));
  const budgets = await watchBudgets({
    clock,
    log: silentLog,
    notifications: { show: (notice) => void notices.push(notice) },
    path: join(dir, 'budgets.json'),
    limits: { errorRateMinCalls: 20, ...limits },
    dayStartHour: () => dayStartHour,
    ask,
    onChange: () => undefined,
  });
  return {
    budgets,
    clock,
    ask,
    titles: () => notices.map(({ title }) => title),
    cost: async (hour: number, today: number, more: Partial<BudgetFigures> = {}) => {
      figures = { ...quiet, cost_hour_usd: hour, cost_today_usd: today, ...more };
      const before = ask.mock.calls.length;
      // A minute that finds the look before it still writing its file passes without one.
      await until('the figures were asked for', async () => {
        await clock.advance(minuteMs);
        return ask.mock.calls.length > before;
      });
    },
    told: (count: number): Promise<void> => until(`${count} notifications`, () => notices.length === count),
  };
}

describe('budgets', () => {
  it('ask nothing while no limit is set', async () => {
    const { budgets, clock, ask } = await setUp({});
    await clock.advance(60 * minuteMs);
    budgets.costsArrived();
    await clock.advance(minuteMs);
    expect(ask).not.toHaveBeenCalled();
    expect(budgets.states()).toEqual([]);
  });

  it('tell of a day once, from the hour on at which it begins', async () => {
    const { budgets, clock, cost, titles, told } = await setUp({ costPerDayUsd: 8 }, undefined, 4);
    await cost(0, 9);
    await told(1);
    await clock.advanceTo('2026-05-21T03:55:00Z');
    await cost(0, 10);
    expect(titles()).toHaveLength(1);
    await cost(0, 0);
    await clock.advanceTo('2026-05-21T04:05:00Z');
    await cost(0, 11);
    await told(2);
    expect(titles()).toEqual(['Agents cost $9.00 today', 'Agents cost $11.00 today']);
    await budgets.stop();
  });

  it('tell of a crossing once an hour and once a day', async () => {
    const { budgets, clock, cost, titles, told } = await setUp({ costPerHourUsd: 5, costPerDayUsd: 8 });
    await cost(4.99, 4.99);
    expect(titles()).toEqual([]);
    await cost(5, 5);
    await told(1);
    for (let minute = 0; minute < 20; minute += 1) await cost(6, 6);
    await cost(1, 7);
    await clock.advanceTo('2026-05-20T11:05:00Z');
    await cost(5.5, 11.5);
    await told(3);
    await cost(0, 0);
    await clock.advanceTo('2026-05-21T00:05:00Z');
    await cost(0, 9);
    await told(4);
    expect(titles()).toEqual([
      'Agents cost $5.00 this hour',
      'Agents cost $5.50 this hour',
      'Agents cost $11.50 today',
      'Agents cost $9.00 today',
    ]);
    expect(budgets.states()).toMatchObject([
      { kind: 'cost-hour', limit: 5, used: 0, reached: false },
      { kind: 'cost-day', limit: 8, used: 9, reached: true },
    ]);
    await budgets.stop();
  });

  it('do not repeat after a restart what was told before it', async () => {
    const first = await setUp({ costPerHourUsd: 1 });
    await first.cost(2, 2);
    await first.told(1);
    await first.budgets.stop();
    const second = await setUp({ costPerHourUsd: 1 }, first.clock);
    for (let minute = 0; minute < 3; minute += 1) await second.cost(3, 3);
    expect(second.titles()).toEqual([]);
    await second.cost(0, 3);
    await second.clock.advanceTo('2026-05-20T12:01:00Z');
    await second.cost(3, 6);
    await second.told(1);
    await second.budgets.stop();
  });

  it('tell again when the limit was raised and is reached, and not when it was lowered', async () => {
    const { budgets, cost, titles, told } = await setUp({ costPerHourUsd: 1 });
    await cost(2, 2);
    await told(1);
    budgets.applyLimits({ costPerHourUsd: 0.5, errorRateMinCalls: 20 });
    await cost(2, 2);
    budgets.applyLimits({ costPerHourUsd: 4, errorRateMinCalls: 20 });
    await cost(3, 3);
    expect(titles()).toHaveLength(1);
    await cost(4.5, 4.5);
    await told(2);
    await budgets.stop();
  });

  it('know no error rate of a few calls', async () => {
    const { budgets, cost, titles, told } = await setUp({ errorRatePercent: 10 });
    await cost(0, 0, { calls_last_hour: 19, failed_last_hour: 19 });
    expect(budgets.states()).toMatchObject([{ used: null, reached: false }]);
    await cost(0, 0, { calls_last_hour: 50, failed_last_hour: 6 });
    await told(1);
    expect(titles()).toEqual(['12 % of model calls failed in the last hour']);
    await budgets.stop();
  });

  it('look soon after rows with a cost, once for a burst', async () => {
    const { budgets, clock, ask } = await setUp({ costPerHourUsd: 1 });
    await clock.advance(1_000);
    const before = ask.mock.calls.length;
    for (let row = 0; row < 100; row += 1) budgets.costsArrived();
    await clock.advance(6_000);
    expect(ask.mock.calls.length - before).toBe(1);
    await budgets.stop();
  });

  it('tell once too often rather than never when their memory is damaged', async () => {
    await writeFile(join(dir, 'budgets.json'), '{"version":');
    const { budgets, cost, told } = await setUp({ costPerDayUsd: 1 });
    await cost(2, 2);
    await told(1);
    await budgets.stop();
  });
});
