import { type BaseCheckpointSaver, MemorySaver } from '@langchain/langgraph';
import { agentGraph } from '../../contract/always-on-agent.ts';
import { defaultRoutingRules } from '../../contract/default-routing-rules.ts';
import { createCheckpointSaver } from '../agent/checkpoints/clickhouse-saver.ts';
import { type Handler, buildAgentGraph } from '../agent/graph/agent-graph.ts';
import { ownRows } from '../agent/recording/own-rows.ts';
import { StepRecorder } from '../agent/recording/step-recorder.ts';
import { AgentRunner } from '../agent/run/agent-runner.ts';
import type { Host } from '../host.ts';
import type { AgentRow } from '../sources/agents/agent-row.ts';
import type { Store } from '../store.ts';
import { seenWindow } from './agent-contexts.ts';
import { agentIntake } from './agent-intake.ts';
import { MeasurementFailed } from './measurement-failed.ts';

/** Where the states of the graph and the rows about its steps go. */
export type StepsKept = 'in ClickHouse' | 'in memory';

/** A round is a poll, the router and one handler. */
export const stepsOfRound = 3;

/** The real graph and its runner; the handlers do nothing, so that what is measured is what a step costs by itself. */
export interface SteppingGraph {
  /** Runs so many rounds, one after the other as fast as they go; gives how long that took, milliseconds. */
  run(rounds: number): Promise<number>;
  stop(): Promise<void>;
}

export function steppingGraph(host: Host, store: Store, kept: StepsKept): SteppingGraph {
  const { clock, log } = host;
  const rows = ownRows({
    intake: agentIntake(host, store),
    log,
    after: (delayMs, fire) => clock.after(delayMs, fire),
  });
  let ended = 0;
  const add = (row: AgentRow): void => {
    if (isEnd(row)) ended += 1;
    if (kept === 'in ClickHouse') rows.add(row);
  };
  let window = 0;
  let failure: string | undefined;
  const quiet: Handler = () => Promise.resolve({ action: 'Nothing.', suggestion: null });
  const runner = new AgentRunner({
    graph: buildAgentGraph({
      checkpointer: saverFor(host, store, kept),
      rules: () => defaultRoutingRules,
      handlers: { coding_assist: quiet, research_assist: quiet, general_observe: quiet },
      onNode: () => undefined,
    }),
    clock,
    handler: new StepRecorder(add, (problem) => (failure = problem)),
    context: () => seenWindow(clock.now(), window),
    lookEveryMs: () => 3_600_000,
    dayStartHour: () => 0,
    threadId: '',
    onThread: () => Promise.resolve(),
    onEvent: ({ kind, message }) => {
      if (kind === 'failed') failure = message;
    },
    onChange: () => undefined,
    held: [],
  });

  return {
    async run(rounds) {
      // The first look finds its thread, and runs a round by itself.
      await runner.look();
      const before = ended;
      const startedAt = clock.monotonic();
      for (let round = 0; round < rounds; round += 1) {
        window += 1;
        await runner.look();
      }
      const elapsedMs = clock.monotonic() - startedAt;
      if (failure !== undefined) throw new MeasurementFailed(`The graph failed: ${failure}`);
      const steps = ended - before;
      if (steps !== rounds * stepsOfRound) {
        throw new MeasurementFailed(`${rounds} rounds made ${steps} steps, not ${rounds * stepsOfRound}`);
      }
      return elapsedMs;
    },
    async stop() {
      await runner.stop();
      await rows.settled();
    },
  };
}

/** A step has a row when it begins and one when it ends. */
export function isEnd({ table, row }: AgentRow): boolean {
  return table === 'hive.supersteps' && row.status !== 'started';
}

function saverFor({ clock }: Host, { writer, database }: Store, kept: StepsKept): BaseCheckpointSaver {
  if (kept === 'in memory') return new MemorySaver();
  const { reader, admin } = database;
  return createCheckpointSaver({ writer, reader, admin, clock, graphName: agentGraph, ownsThreads: true });
}
