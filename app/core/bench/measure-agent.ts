import type { Host } from '../host.ts';
import { watchIdleAgent } from './agent-idle.ts';
import { idleFigures } from './agent-idle-figures.ts';
import { type StepsKept, steppingGraph, stepsOfRound } from './agent-steps.ts';
import { stepsToVisible } from './agent-visible.ts';
import type { Figure } from './bench-report.ts';
import { type BenchServer, startBenchServer } from './bench-server.ts';
import { median, percentile } from './percentile.ts';

export interface AgentEffort {
  /** Rounds of the graph in one measurement of its speed. */
  readonly agentRounds: number;
  /** How often that is measured, with ClickHouse and with memory in turn. */
  readonly agentRepeats: number;
  /** Rounds whose steps are followed until they are seen. */
  readonly agentSeenRounds: number;
  /** How long the agent is watched while little happens. */
  readonly agentMinutes: number;
}

type Progress = (what: string, share: number) => void;

/** Measures the always-on agent: what a step costs, when it is seen, and what the agent costs while little happens. */
export async function measureAgent(
  host: Host,
  effort: AgentEffort,
  onProgress: Progress,
): Promise<{ readonly figures: Figure[]; readonly clickhouse: string }> {
  const server = await startBenchServer(host, true);
  try {
    // From the quiet to the loud: merges of what was written fast go on for a while and would be in the next.
    const { stretches, lookEveryMs } = await watchIdleAgent(server, effort.agentMinutes, (share) =>
      onProgress('the idle agent', share),
    );
    const seen = await stepsToVisible(server, effort.agentSeenRounds, (share) =>
      onProgress('supersteps to visible', share),
    );
    const figures = [
      ...(await speedFigures(server, effort, onProgress)),
      ...seenFigures(seen),
      ...idleFigures(stretches, lookEveryMs),
    ];
    return { figures, clickhouse: server.store.database.runtime().engineVersion };
  } finally {
    await server.stop();
  }
}

async function speedFigures(
  server: BenchServer,
  { agentRounds, agentRepeats }: AgentEffort,
  onProgress: Progress,
): Promise<Figure[]> {
  const kinds: readonly StepsKept[] = ['in ClickHouse', 'in memory'];
  const speeds = new Map<StepsKept, number[]>(kinds.map((kept) => [kept, []]));
  for (let repeat = 0; repeat < agentRepeats; repeat += 1) {
    for (const [index, kept] of kinds.entries()) {
      onProgress('supersteps a second', (repeat * kinds.length + index) / (agentRepeats * kinds.length));
      const graph = steppingGraph(server.host, server.store, kept);
      const elapsedMs = await graph.run(agentRounds).finally(() => graph.stop());
      speeds.get(kept)?.push((agentRounds * stepsOfRound) / (elapsedMs / 1_000));
    }
  }
  const [ours = [], memory = []] = kinds.map((kept) => speeds.get(kept));
  const ratios = ours.map((speed, repeat) => speed / (memory[repeat] ?? Number.NaN));
  const rounds = `${agentRounds} rounds of ${stepsOfRound} steps, one after the other, no models`;
  return [
    { name: 'supersteps, kept in ClickHouse', value: median(ours), unit: 'steps/s', rounds: ours, note: rounds },
    {
      name: 'supersteps, kept in memory',
      value: median(memory),
      unit: 'steps/s',
      rounds: memory,
      note: "the same graph on LangGraph's MemorySaver, nothing recorded",
    },
    { name: 'supersteps, ClickHouse to memory', value: median(ratios), unit: '×', rounds: ratios },
  ];
}

function seenFigures({ seenMs, roundMs }: Awaited<ReturnType<typeof stepsToVisible>>): Figure[] {
  const name = 'superstep, end to seen in a SELECT';
  const note = `${seenMs.length} steps of the whole agent, one round at a time`;
  const asking = 'with the questions that the handler asks, no models';
  return [
    { name: `${name}, p50`, value: percentile(seenMs, 0.5), unit: 'ms', note },
    { name: `${name}, p99`, value: percentile(seenMs, 0.99), unit: 'ms', bound: { limit: 100, kind: 'below' }, note },
    { name: 'round of the agent, p50', value: percentile(roundMs, 0.5), unit: 'ms', note: asking },
    { name: 'round of the agent, p99', value: percentile(roundMs, 0.99), unit: 'ms', note: asking },
  ];
}
