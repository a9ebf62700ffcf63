import type { CurrentContext } from '../contract/context.ts';
import { type Result, fail, ok } from '../contract/result.ts';
import { defaultDataDir, findSocket } from './find-hivebar.ts';
import { openLineSocket } from './line-socket.ts';

export interface PollerOptions {
  /** Where Hivebar keeps its data; left out, where it does by default. */
  readonly dataDir?: string;
}

export interface StreamOptions {
  /** From 100 to 60,000. */
  readonly intervalMs: number;
  /** Ends the stream, as leaving the loop does. */
  readonly signal?: AbortSignal;
}

/** Asks the running Hivebar what the person does now. */
export interface Poller {
  /** What is now, or why nobody says so. */
  snapshot(): Promise<Result<CurrentContext, string>>;
  /** What is now, and again after every interval. While Hivebar does not run there is nothing; it goes on when it does. */
  stream(options: StreamOptions): AsyncGenerator<CurrentContext, void, void>;
}

const answerMs = 5_000;
const firstRetryMs = 250;
const longestRetryMs = 5_000;

export function createPoller({ dataDir = defaultDataDir() }: PollerOptions = {}): Poller {
  return {
    snapshot: () => ask(dataDir),
    async *stream({ intervalMs, signal }) {
      if (!Number.isInteger(intervalMs) || intervalMs < 100 || intervalMs > 60_000) {
        throw new RangeError(`intervalMs has to be a whole number from 100 to 60000, it is ${intervalMs}`);
      }
      for (let failures = 0; signal?.aborted !== true; failures += 1) {
        const path = await findSocket(dataDir);
        if (path.ok) {
          for await (const context of follow(path.value, intervalMs, signal)) {
            failures = 0;
            yield context;
          }
        }
        await pause(Math.min(longestRetryMs, firstRetryMs * 2 ** failures), signal);
      }
    },
  };
}

async function ask(dataDir: string): Promise<Result<CurrentContext, string>> {
  const path = await findSocket(dataDir);
  if (!path.ok) return path;
  return new Promise((resolve) => {
    const timeout = setTimeout(() => settle(fail(`no answer within ${answerMs} ms`)), answerMs);
    const socket = openLineSocket(path.value, {
      onOpen: () => socket.send('{"op":"snapshot"}'),
      onLine: (line) => {
        const context = contextOf(line);
        settle(context === undefined ? fail(String(line['error'])) : ok(context));
      },
      onClose: (reason) => settle(fail(reason)),
    });
    function settle(result: Result<CurrentContext, string>): void {
      clearTimeout(timeout);
      socket.close();
      resolve(result);
    }
  });
}

/** The contexts of one connection. Whoever is slow gets the newest, not those in between. */
async function* follow(path: string, intervalMs: number, signal: AbortSignal | undefined) {
  let newest: CurrentContext | undefined;
  let over = false;
  let wake: (() => void) | undefined;
  const socket = openLineSocket(path, {
    onOpen: () => socket.send(JSON.stringify({ op: 'stream', intervalMs })),
    onLine: (line) => {
      newest = contextOf(line) ?? newest;
      wake?.();
    },
    onClose: () => {
      over = true;
      wake?.();
    },
  });
  const end = () => socket.close();
  signal?.addEventListener('abort', end);
  // The socket alone would not keep a program alive that waits for the next context.
  const alive = setInterval(() => undefined, longestRetryMs);
  try {
    for (;;) {
      const context = newest;
      newest = undefined;
      if (context !== undefined) yield context;
      else if (isOver()) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    clearInterval(alive);
    signal?.removeEventListener('abort', end);
    socket.close();
  }
  function isOver(): boolean {
    return over;
  }
}

function contextOf(line: Readonly<Record<string, unknown>>): CurrentContext | undefined {
  return typeof line['context'] === 'object' ? (line['context'] as CurrentContext) : undefined;
}

async function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, delayMs);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
  });
}
