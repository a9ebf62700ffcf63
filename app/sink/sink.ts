import { callbackHandler, type SinkHandler } from './callback-handler.ts';
import { versionOf } from './graph-callbacks.ts';
import { type ConsumeOptions, GraphStream } from './graph-stream.ts';
import { defaultDataDir } from './find-hivebar.ts';
import { RowSender, type SinkStats } from './row-sender.ts';
import { type PushedRow, rowWriter } from './row-writer.ts';
import { StepTracker } from './step-tracker.ts';

export interface SinkOptions {
  /** Where Hivebar keeps its data; left out, where it does by default. */
  readonly dataDir?: string;
  /** Version of your graph, a whole number; `graph_version` in a run's metadata wins over it. */
  readonly graphVersion?: number;
  /** Rows that wait while Hivebar is not there, 10,000 when left out; further ones are dropped and counted. */
  readonly maxQueuedRows?: number;
  /** Told in words what goes wrong, each problem once. Silent when left out: `stats()` counts in any case. */
  readonly onProblem?: (problem: string) => void;
}

/** Records what an agent does. Nothing here throws into the agent, makes it wait, or keeps the program alive. */
export interface Sink {
  /** For `callbacks` of LangChain and LangGraph: steps, model calls, tool calls. */
  readonly handler: SinkHandler;
  /** Passes the chunks of `graph.stream` on unchanged and records the steps that they tell of. */
  consume<Chunk>(
    events: AsyncIterable<Chunk> | PromiseLike<AsyncIterable<Chunk>>,
    options: ConsumeOptions,
  ): AsyncGenerator<Chunk, void, undefined>;
  /** Records rows of your own. */
  push(...rows: readonly PushedRow[]): void;
  /** Delivers what is queued. True when all of it has reached Hivebar within the time. */
  flush(timeoutMs?: number): Promise<boolean>;
  stats(): SinkStats;
  /** Delivers what is queued if Hivebar is there, and ends. */
  close(timeoutMs?: number): Promise<void>;
}

const defaultTimeoutMs = 2_000;
const defaultQueuedRows = 10_000;

export function createSink(options: SinkOptions = {}): Sink {
  const { dataDir = defaultDataDir(), maxQueuedRows = defaultQueuedRows } = options;
  const sender = new RowSender({ dataDir, maxQueuedRows, onProblem: quietly(options.onProblem) });
  const rows = rowWriter(sender);
  const graphVersion = versionOf(options.graphVersion) ?? 0;
  const tracker = new StepTracker((id, row) => rows.write('hive.supersteps', id, row));

  return {
    handler: callbackHandler(tracker, rows, graphVersion),
    async *consume(events, consumeOptions) {
      const stream = new GraphStream(tracker, consumeOptions, graphVersion);
      // Only what comes after the last chunk is the end: leaving the loop before it skips that line.
      let end: 'finished' | 'abandoned' = 'abandoned';
      try {
        for await (const chunk of await events) {
          rows.guard(() => stream.read(chunk));
          yield chunk;
        }
        end = 'finished';
      } catch (error) {
        rows.guard(() => stream.failed(error));
        throw error;
      } finally {
        rows.guard(() => stream.ended(end));
      }
    },
    push: (...pushed) => pushed.forEach((row) => rows.push(row)),
    async flush(timeoutMs = defaultTimeoutMs) {
      await turn();
      return sender.deliver(timeoutMs, false);
    },
    stats: () => sender.stats(),
    async close(timeoutMs = defaultTimeoutMs) {
      await turn();
      await sender.deliver(timeoutMs, true);
      sender.close();
    },
  };
}

/** Rows of steps that have just started are made at the end of this turn. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** The listener is the agent's code: what it throws is its own affair, but must not come back through us. */
function quietly(listener: ((problem: string) => void) | undefined): (problem: string) => void {
  return (problem) => {
    try {
      listener?.(problem);
    } catch (error) {
      queueMicrotask(() => process.emitWarning(error instanceof Error ? error : String(error)));
    }
  };
}
