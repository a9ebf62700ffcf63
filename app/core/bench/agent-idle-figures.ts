import { defaultSettings } from '../../contract/settings.ts';
import type { IdleState, IdleStretch } from './agent-idle.ts';
import type { Figure } from './bench-report.ts';

const none = { limit: 1, kind: 'below' } as const;

/** What the agent adds while little happens: the stretches in a state against those where it is switched off. */
export function idleFigures(stretches: readonly IdleStretch[], lookEveryMs: number): Figure[] {
  const off = stretchesIn(stretches, 'off');
  const same = stretchesIn(stretches, 'same window');
  const away = stretchesIn(stretches, 'away');
  const rounds = sum(same, 'rounds');
  const seconds = sum(same, 'seconds');
  const defaultMs = defaultSettings().alwaysOnAgent.lookEveryMs;
  const pace = `a look every ${(lookEveryMs / 1_000).toFixed(1)} s, ${rounds} in ${Math.round(seconds)} s`;
  const added = percentOf(same, 'both') - percentOf(off, 'both');
  return [
    ...cpuFigures('agent switched off', off, off),
    ...cpuFigures('agent, same window', same, off, pace),
    {
      name: 'agent, same window, added by a look',
      value: rounds === 0 ? Number.NaN : (added / 100) * seconds * (1_000 / rounds),
      unit: 'ms',
      note: 'processor time of both processes',
    },
    {
      name: 'agent, same window, added at the default pace',
      value: added * Math.min(1, lookEveryMs / defaultMs),
      unit: '%',
      note: `of one core, both processes, with a look every ${defaultMs / 1_000} s`,
    },
    { name: 'agent, same window, rows by a look', value: rounds === 0 ? 0 : sum(same, 'rows') / rounds, unit: '' },
    { name: 'agent, same window, model calls', value: sum(same, 'modelCalls'), unit: '' },
    ...cpuFigures('agent, person away', away, off),
    { name: 'agent, person away, rows', value: sum(away, 'rows'), unit: '', bound: none },
    { name: 'agent, person away, model calls', value: sum(away, 'modelCalls'), unit: '', bound: none },
    {
      name: 'agent, person away, timers',
      value: Math.max(...away.map(({ timers }) => timers)),
      unit: '',
      bound: none,
      note: 'the most that it held at any time',
    },
  ];
}

function cpuFigures(
  name: string,
  stretches: readonly IdleStretch[],
  off: readonly IdleStretch[],
  how?: string,
): Figure[] {
  const figure = (of: 'own' | 'clickhouse', called: string): Figure => {
    const beside = stretches === off ? '' : `, with the agent off ${percentOf(off, of).toFixed(2)} %`;
    return {
      name: `${name}, ${called}`,
      value: percentOf(stretches, of),
      unit: '%',
      rounds: stretches.map((stretch) => percentOf([stretch], of)),
      note: `of one core${beside}${how === undefined ? '' : `; ${how}`}`,
    };
  };
  return [figure('own', 'its process'), figure('clickhouse', 'ClickHouse')];
}

function stretchesIn(stretches: readonly IdleStretch[], wanted: IdleState): IdleStretch[] {
  return stretches.filter(({ state }) => state === wanted);
}

function sum(stretches: readonly IdleStretch[], what: 'seconds' | 'rows' | 'rounds' | 'modelCalls'): number {
  return stretches.reduce((total, stretch) => total + stretch[what], 0);
}

/** Processor time as a share of one core, over all of the stretches. */
function percentOf(stretches: readonly IdleStretch[], of: 'own' | 'clickhouse' | 'both'): number {
  const used = stretches.reduce((total, { ownCpuSeconds: own, clickhouseCpuSeconds: clickhouse }) => {
    return total + { own, clickhouse, both: own + clickhouse }[of];
  }, 0);
  return (used / sum(stretches, 'seconds')) * 100;
}
