import type { Figure } from './bench-report.ts';
import type { BenchServer } from './bench-server.ts';
import { median } from './percentile.ts';
import { sumOfRanges } from './push-in-c.ts';
import { watchMemory } from './usage-peak.ts';

export interface VisibleInCEffort {
  readonly visible: readonly VisibleLoad[];
}

/** Events a second over six tables, spread evenly or all of a second at once. */
export interface VisibleLoad {
  readonly perSecond: number;
  readonly shape: 'even' | 'burst';
  readonly seconds: number;
  readonly rounds: number;
}

/** The load that the promise is about, and the promise, ms. */
const promisedPerSecond = 1_000;
const limits = { p50: 40, p99: 100 } as const;

/**
 * How long after its push an event is acknowledged, by a program that speaks C. ClickHouse acknowledges an insert when its
 * part can be read, so an event is visible at that moment or before; `push-to-visible.ts` shows that on the side.
 */
export async function visibleInC(
  server: BenchServer,
  { visible }: VisibleInCEffort,
  onProgress: (share: number) => void,
): Promise<Figure[]> {
  const bench = await server.startNative();
  const { clock } = server.host;
  const total = visible.reduce((sum, load) => sum + load.seconds * load.rounds, 0);
  let done = 0;
  const figures: Figure[] = [];
  try {
    await bench.ask('visible', promisedPerSecond, 1, 'even');
    for (const load of visible) {
      const rounds: Round[] = [];
      for (let round = 0; round < load.rounds; round++) {
        const parts = await server.insertedParts();
        const before = await server.usage();
        const memory = watchMemory(clock, server.usage);
        const answer = await bench.ask('visible', load.perSecond, load.seconds, load.shape);
        const after = await server.usage();
        rounds.push({
          microseconds: answer.visible_us,
          partsPerMinute: (((await server.insertedParts()) - parts) / answer.seconds) * 60,
          clientPercent: (answer.cpu_seconds / answer.seconds) * 100,
          serverPercent: ((after.cpuSeconds - before.cpuSeconds) / answer.seconds) * 100,
          serverBytes: ((peak) => peak.anonymousBytes ?? peak.residentBytes)(await memory()),
        });
        done += load.seconds;
        onProgress(done / total);
      }
      figures.push(...figuresOf(load, rounds));
    }
    return figures;
  } finally {
    await bench.stop();
  }
}

interface Round {
  readonly microseconds: { p50: number; p99: number; max: number; count: number; ranges: [number, number][] };
  readonly partsPerMinute: number;
  readonly clientPercent: number;
  readonly serverPercent: number;
  readonly serverBytes: number;
}

function figuresOf({ perSecond, shape, seconds }: VisibleLoad, rounds: readonly Round[]): Figure[] {
  const rate = perSecond.toLocaleString('en-US');
  const load = shape === 'burst' ? `${rate} at once every second` : `${rate}/s`;
  const isPromised = shape === 'even' && perSecond === promisedPerSecond;
  const figure = (
    what: string,
    unit: Figure['unit'],
    read: (round: Round) => number,
    rest?: Partial<Figure>,
  ): Figure => {
    const values = rounds.map(read);
    return { name: `${load}, ${what}`, value: median(values), unit, rounds: values, ...rest };
  };
  const bound = (key: keyof typeof limits): Partial<Figure> =>
    isPromised ? { bound: { limit: limits[key], kind: 'below' } } : {};
  const histogram = sumOfRanges(rounds.map(({ microseconds }) => microseconds.ranges)).map(
    ([below, count]) => [below / 1_000, count] as const,
  );
  const note = `from C over six tables, ${seconds} s a round; visible at its acknowledgement or before`;
  return [
    figure('push to visible, p50', 'ms', (round) => round.microseconds.p50 / 1_000, {
      ...bound('p50'),
      histogram,
      note,
    }),
    figure('push to visible, p99', 'ms', (round) => round.microseconds.p99 / 1_000, bound('p99')),
    figure('push to visible, worst', 'ms', (round) => round.microseconds.max / 1_000, {
      value: Math.max(...rounds.map((round) => round.microseconds.max / 1_000)),
    }),
    figure('parts', 'parts/min', (round) => round.partsPerMinute, { note: 'made by inserts, those of views included' }),
    figure('CPU of the pushing process', '%', (round) => round.clientPercent, {
      note: 'of one core; half of it or more is the measuring, which looks 2,000 times a second',
    }),
    figure('CPU of ClickHouse', '%', (round) => round.serverPercent, { note: 'of one core' }),
    figure('memory of ClickHouse', 'MB', (round) => round.serverBytes / 1e6, { note: 'anonymous, most at a time' }),
  ];
}
