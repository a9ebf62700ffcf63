import type { AgentStateName } from '../../contract/always-on-agent.ts';
import { awayContext, presentContext } from './agent-contexts.ts';
import { type BenchAgent, startBenchAgent } from './bench-agent.ts';
import type { BenchServer } from './bench-server.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { pause } from './otlp-sustained.ts';

/** What the agent does while it is watched. */
export type IdleState = 'off' | 'same window' | 'away';

/** One stretch of time in one state. */
export interface IdleStretch {
  readonly state: IdleState;
  readonly seconds: number;
  readonly ownCpuSeconds: number;
  readonly clickhouseCpuSeconds: number;
  /** Rows that were handed to the writer. */
  readonly rows: number;
  readonly modelCalls: number;
  /** The most timers that the agent held at any look. */
  readonly timers: number;
  readonly rounds: number;
}

/** Switched off every other time: what the process and ClickHouse cost by themselves drifts. */
const order: readonly IdleState[] = ['off', 'same window', 'off', 'away', 'off', 'away', 'off', 'same window'];
/** How often the agent looks at the same window, in a stretch. */
const looksOfStretch = 5;
/** What a change of states begins is over before anything is counted; of a short stretch a quarter has to do. */
const settleMs = 3_000;
const lookPauseMs = 250;

/** How the agent says that it stands meanwhile; a look at the same window may be under way. */
const expected: Readonly<Record<IdleState, readonly AgentStateName[]>> = {
  off: ['off'],
  'same window': ['watching', 'working'],
  away: ['away'],
};

/** Watches the agent for so many minutes, in stretches of equal length. */
export async function watchIdleAgent(
  server: BenchServer,
  minutes: number,
  onProgress: (share: number) => void,
): Promise<{ readonly stretches: readonly IdleStretch[]; readonly lookEveryMs: number }> {
  const { host, store } = server;
  const stretchMs = (minutes * 60_000) / order.length;
  const lookEveryMs = Math.round(stretchMs / looksOfStretch);
  const beganMs = host.clock.now();
  const present = (tsMs: number) => ({ ...presentContext(tsMs, 0), sinceMs: beganMs });
  const bench = await startBenchAgent({ host, store, lookEveryMs, context: present });
  const stretches: IdleStretch[] = [];
  try {
    for (const [index, state] of order.entries()) {
      const telling = (share: number): void => onProgress((index + share) / order.length);
      stretches.push(await watch(server, bench, state, { stretchMs, present, telling }));
    }
    return { stretches, lookEveryMs };
  } finally {
    await bench.agent.stop();
  }
}

async function watch(
  server: BenchServer,
  bench: BenchAgent,
  state: IdleState,
  how: {
    readonly stretchMs: number;
    readonly present: Parameters<BenchAgent['show']>[0];
    readonly telling: (share: number) => void;
  },
): Promise<IdleStretch> {
  const { clock } = server.host;
  const { writer } = server.store;
  const leftMs = clock.now() - 600_000;
  bench.setEnabled(state !== 'off');
  bench.show(state === 'away' ? (tsMs) => awayContext(tsMs, leftMs) : how.present);
  await pause(clock, Math.min(settleMs, how.stretchMs / 4));
  await bench.rests();
  const flushed = await writer.flush(60_000);
  if (!flushed.ok) throw new MeasurementFailed('ClickHouse does not take the rows of the agent');
  const told = bench.agent.controls.status().state;
  if (!expected[state].includes(told)) {
    throw new MeasurementFailed(`The agent is ${told} where it should be ${expected[state].join(' or ')}`);
  }

  const count = async () => ({
    atMs: clock.monotonic(),
    own: process.cpuUsage(),
    clickhouse: (await server.usage()).cpuSeconds,
    rows: writer.stats().total.acceptedRows,
    modelCalls: bench.modelCalls(),
    steps: bench.agent.controls.status().steps,
  });
  const before = await count();
  let timers = 0;
  for (let passedMs = 0; passedMs < how.stretchMs; passedMs = clock.monotonic() - before.atMs) {
    how.telling(passedMs / how.stretchMs);
    await pause(clock, Math.min(lookPauseMs, how.stretchMs - passedMs));
    timers = Math.max(timers, bench.timers());
  }
  await bench.rests();
  const after = await count();
  return {
    state,
    seconds: (after.atMs - before.atMs) / 1_000,
    ownCpuSeconds: (after.own.user + after.own.system - before.own.user - before.own.system) / 1e6,
    clickhouseCpuSeconds: after.clickhouse - before.clickhouse,
    rows: after.rows - before.rows,
    modelCalls: after.modelCalls - before.modelCalls,
    timers,
    rounds: Math.round((after.steps - before.steps) / 3),
  };
}
