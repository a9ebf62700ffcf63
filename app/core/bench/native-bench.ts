import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { Login } from '../database/endpoint.ts';
import { MeasurementFailed } from './measurement-failed.ts';

/** What `seqch-bench` tells of many values: percentiles and counts by powers of two. */
const distribution = v.object({
  count: v.number(),
  p50: v.number(),
  p90: v.number(),
  p99: v.number(),
  p999: v.number(),
  max: v.number(),
  ranges: v.array(v.tuple([v.number(), v.number()])),
});
export type Distribution = v.InferOutput<typeof distribution>;

const answers = {
  push: v.object({
    push_ns: distribution,
    clock_ns: distribution,
    refused_full: v.number(),
    calls_per_second: v.number(),
  }),
  visible: v.object({ visible_us: distribution, seconds: v.number(), blocks: v.number(), cpu_seconds: v.number() }),
  sustained: v.object({
    rows: v.number(),
    seconds: v.number(),
    cpu_seconds: v.number(),
    pusher_cpu_seconds: v.number(),
    refused_full: v.number(),
  }),
  idle: v.object({ seconds: v.number(), cpu_seconds: v.number() }),
};
type Answers = { readonly [What in keyof typeof answers]: v.InferOutput<(typeof answers)[What]> };

/** A running `seqch-bench`: a writer in a process of its own, driven through the C interface. */
export interface NativeBench {
  readonly pid: number;
  /** One measurement; they run one after the other. The words are those of native/bench/main.cpp. */
  ask<What extends keyof Answers>(what: What, ...words: readonly (number | string)[]): Promise<Answers[What]>;
  stop(): Promise<void>;
}

/** Starts the program at `path`. Throws when it is not there, or ends before it has answered. */
export async function startNativeBench(
  path: string,
  { host, tcpPort, user }: Login,
  writerArguments: readonly string[],
): Promise<NativeBench> {
  if (
    !(await access(path).then(
      () => true,
      () => false,
    ))
  )
    throw new MeasurementFailed(`${path} is missing; \`make -C native bench\` builds it`);
  const child = spawn(path, ['--host', host, '--port', String(tcpPort), '--user', user.name, ...writerArguments], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, HIVEBAR_PASSWORD: user.password },
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2_000)));
  // A request to a program that has ended is answered by its end, not by a broken pipe.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    ask: async (what, ...words) => {
      child.stdin.write(`${[what, ...words].join(' ')}\n`);
      const line = await lines.next();
      if (line.done === true) {
        await ended;
        throw new MeasurementFailed(`seqch-bench ended: ${complaint.trim()}`);
      }
      return parseAnswer(what, line.value);
    },
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** What one line of the program says. */
export function parseAnswer<What extends keyof Answers>(what: What, line: string): Answers[What] {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), answers[what]), line);
  if (!parsed.success) {
    throw new MeasurementFailed(`seqch-bench is of another version: its "${what}" says ${parsed.issues[0].message}`);
  }
  return parsed.output as Answers[What];
}
