import type { BenchServer } from './bench-server.ts';
import type { Figure } from './bench-report.ts';
import { median } from './percentile.ts';
import type { Distribution, NativeBench } from './native-bench.ts';

export interface PushInCEffort {
  readonly calls: number;
  readonly pacedCalls: number;
  readonly rounds: number;
  readonly idleSeconds: number;
}

const threadCounts = [1, 2, 4] as const;
const pacePerSecond = 10_000;
const percentiles = ['p50', 'p90', 'p99', 'p999', 'max'] as const;
const spoken = { p50: 'p50', p90: 'p90', p99: 'p99', p999: 'p99.9', max: 'worst' } as const;
/** The promise for one thread, ns. */
const limits = { p50: 200, p99: 2_000 } as const;

/** How long one push keeps a program that speaks C, and what its writer costs at rest. */
export async function pushInC(
  server: BenchServer,
  { calls, pacedCalls, rounds, idleSeconds }: PushInCEffort,
  onProgress: (share: number) => void,
): Promise<Figure[]> {
  const bench = await server.startNative();
  const unjournaled = server.journal ? await server.startNative(false) : undefined;
  const steps = rounds * (threadCounts.length + (unjournaled === undefined ? 1 : 2)) + 1;
  let done = 0;
  const step = (): void => onProgress(++done / steps);
  try {
    await bench.ask('push', 1, calls, 0);
    await unjournaled?.ask('push', 1, calls, 0);
    const runs = new Map<string, Distribution[]>();
    const clock: number[] = [];
    const measure = async (by: NativeBench, name: string, ...words: number[]): Promise<void> => {
      const answer = await by.ask('push', ...words);
      runs.set(name, [...(runs.get(name) ?? []), answer.push_ns]);
      clock.push(answer.clock_ns.p50);
      step();
    };
    for (let round = 0; round < rounds; round++) {
      for (const threads of threadCounts) await measure(bench, nameOf(threads), threads, calls, 0);
      await measure(bench, pacedName, 1, pacedCalls, pacePerSecond);
      if (unjournaled !== undefined) await measure(unjournaled, unjournaledName, 1, calls, 0);
    }
    const idle = await bench.ask('idle', idleSeconds);
    step();
    return [
      ...[...runs].flatMap(([name, rounded]) => latencyFigures(name, rounded, noteOf(name, calls, pacedCalls))),
      {
        name: 'two readings of the clock, p50',
        value: median(clock),
        unit: 'ns',
        note: 'part of each push from C above; nothing is subtracted',
      },
      {
        name: 'idle writer with an open connection',
        value: (idle.cpu_seconds / idle.seconds) * 100,
        unit: '%',
        note: `of one core, over ${idleSeconds} s`,
      },
    ];
  } finally {
    await bench.stop();
    await unjournaled?.stop();
  }
}

function nameOf(threads: number): string {
  return `push from C, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

const unjournaledName = 'push from C without a journal, 1 thread';
const pacedName = `push from C, ${pacePerSecond.toLocaleString('en-US')}/s`;

function noteOf(name: string, calls: number, pacedCalls: number): string {
  const made = name === pacedName ? pacedCalls : calls;
  const how = name === pacedName ? 'one thread that sleeps in between' : 'one after the other';
  return `${made.toLocaleString('en-US')} calls a round, ${how}`;
}

/** Each percentile is the median of the rounds; the histogram is of all rounds together. */
export function latencyFigures(name: string, rounds: readonly Distribution[], note: string): Figure[] {
  const isPromised = name === nameOf(1) || name === pacedName;
  return percentiles.map((key): Figure => {
    const values = rounds.map((round) => round[key]);
    return {
      name: `${name}, ${spoken[key]}`,
      value: key === 'max' ? Math.max(...values) : median(values),
      unit: 'ns',
      rounds: values,
      ...(isPromised && (key === 'p50' || key === 'p99') ? { bound: { limit: limits[key], kind: 'below' } } : {}),
      ...(key === 'p50' ? { histogram: sumOfRanges(rounds.map(({ ranges }) => ranges)), note } : {}),
    };
  });
}

/** Counts of the same ranges are added up; the ranges come out in order. */
export function sumOfRanges(histograms: readonly (readonly (readonly [number, number])[])[]): [number, number][] {
  const sums = new Map<number, number>();
  for (const [below, count] of histograms.flat()) sums.set(below, (sums.get(below) ?? 0) + count);
  return [...sums].sort(([a], [b]) => a - b);
}
