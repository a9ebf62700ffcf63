import type { ReadableDatabase } from '../database/clients.ts';
import { runSql } from '../queries/run-sql.ts';
import type { BenchServer } from './bench-server.ts';
import { presentContext } from './agent-contexts.ts';
import { isEnd } from './agent-steps.ts';
import { startBenchAgent } from './bench-agent.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { pause } from './otlp-sustained.ts';

/** Pause between two looks; without one the looking would take a core from what is measured. */
const lookPauseMs = 4;
/** A person does not flit from window to window, and the agent waits longer than this between two rounds. */
const roundPauseMs = 250;
const giveUpMs = 60_000;

export interface SeenSteps {
  /** For each superstep, how long it took from its end until the answer of a SELECT that counts it was read. */
  readonly seenMs: readonly number[];
  /** How long each round took, with the questions that its handler asks. */
  readonly roundMs: readonly number[];
}

/** Lets the whole agent make one round at a time, with pauses, and follows each step until it is seen. */
export async function stepsToVisible(
  { store, host }: BenchServer,
  rounds: number,
  onProgress: (share: number) => void,
): Promise<SeenSteps> {
  const { clock } = host;
  const { reader } = store.database;
  const endedAt: number[] = [];
  const seenMs: number[] = [];
  const roundMs: number[] = [];
  let window = 0;
  const bench = await startBenchAgent({
    host,
    store,
    lookEveryMs: 3_600_000,
    context: (tsMs) => presentContext(tsMs, window),
    onRows(rows) {
      for (const told of rows) {
        // The row says when its step ended, in the clock's time; begun in the middle of a millisecond, it ended later.
        if (told.table === 'hive.supersteps' && isEnd(told)) {
          endedAt.push(told.row.ts_ms + (told.row.dur_us ?? 0) / 1_000);
        }
      }
    },
  });
  try {
    await bench.rests();
    await store.writer.flush(giveUpMs);
    const before = await countSteps(reader);
    endedAt.length = 0;
    const running = { isOver: false };
    const turns = takeTurns().finally(() => (running.isOver = true));
    // What goes wrong there is told when the looking has ended.
    turns.catch(() => undefined);
    let quietSince = clock.monotonic();
    while (!running.isOver || seenMs.length < endedAt.length) {
      if (!running.isOver) quietSince = clock.monotonic();
      if (clock.monotonic() - quietSince > giveUpMs) {
        throw new MeasurementFailed(`Of ${endedAt.length} supersteps only ${seenMs.length} became visible`);
      }
      const visible = (await countSteps(reader)) - before;
      const now = clock.now();
      for (const at of endedAt.slice(seenMs.length, visible)) seenMs.push(now - at);
      onProgress(roundMs.length / rounds);
      await pause(clock, lookPauseMs);
    }
    await turns;
    return { seenMs, roundMs };
  } finally {
    await bench.agent.stop();
  }

  async function takeTurns(): Promise<void> {
    while (roundMs.length < rounds) {
      window += 1;
      const startedAt = clock.monotonic();
      const done = await bench.agent.controls.runNow();
      if (!done.ok) throw new MeasurementFailed(`The agent made no round: ${done.error}`);
      roundMs.push(clock.monotonic() - startedAt);
      await pause(clock, roundPauseMs);
    }
  }
}

async function countSteps(reader: ReadableDatabase): Promise<number> {
  const answer = await runSql(reader, "SELECT count() FROM hive.supersteps WHERE status != 'started'");
  if (!answer.ok) throw new MeasurementFailed(`The steps could not be counted: ${answer.error.message}`);
  return Number(answer.value.rows[0]?.[0] ?? 0);
}
