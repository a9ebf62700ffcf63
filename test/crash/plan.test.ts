import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';
import { type Step, crashKinds, planRuns } from './plan.ts';

describe('a plan', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planRuns('7', crashKinds, 10)).toEqual(planRuns('7', crashKinds, 10));
    expect(planRuns('7', crashKinds, 10)).not.toEqual(planRuns('8', crashKinds, 10));
  });

  it('takes the kinds in turn and kills something of that kind in every run', () => {
    for (const run of planRuns('7', crashKinds, 40)) {
      const kills = (what: Step['do']) => run.steps.filter((step) => step.do === what).length;
      expect([run.variant, kills('kill pusher') > 0]).toEqual([run.variant, run.kind !== 'server']);
      expect([run.variant, kills('kill server') > 0]).toEqual([run.variant, run.kind !== 'pusher']);
      expect(run.kind).toBe(crashKinds[(run.number - 1) % 3]);
    }
  });

  it('starts every pusher once, before anything is done to it', () => {
    for (const run of planRuns('7', crashKinds, 40)) {
      const alive = new Set<number>();
      for (const step of run.steps) {
        if (step.do === 'start') alive.add(step.pusher);
        else if (step.do === 'kill pusher') expect(alive.delete(step.pusher)).toBe(true);
        else if (step.do === 'end pusher') expect(alive.has(step.pusher)).toBe(true);
      }
      const started = run.steps.flatMap((step) => (step.do === 'start' ? [step.pusher] : []));
      expect(started).toEqual(run.pushers.map((_, pusher) => pusher));
    }
  });
});

describe('options', () => {
  const read = (line: string) => readOptions(line === '' ? [] : line.split(' '), () => 'new');

  it('default to fifty runs of each kind with a seed of their own', () => {
    expect(read('')).toEqual({
      ok: true,
      value: { runs: 50, seed: 'new', kinds: crashKinds, json: false, help: false },
    });
  });

  it('choose the runs, the seed, what is killed, and one run alone', () => {
    expect(read('--runs 5 --seed 12 --only both --run 3 --json')).toEqual({
      ok: true,
      value: { runs: 5, seed: '12', kinds: ['both'], run: 3, json: true, help: false },
    });
  });

  it('are refused when they are not understood', () => {
    for (const line of ['--runs 0', '--runs', '--only nobody', 'server', '--runs -1', '--seed']) {
      expect([line, read(line).ok]).toEqual([line, false]);
    }
  });
});
