import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Interface, createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentStatus } from '../../contract/always-on-agent.ts';
import { testPaths } from '../database/testing.ts';
import type { Paths } from '../host.ts';
import { openStore } from '../store.ts';
import { testHost } from '../testing.ts';
import { defaultSettings } from '../../contract/settings.ts';
import type { DayCommand, DayStart } from './testing/day-program.ts';

let paths: Paths;
let program: string;
beforeAll(async () => {
  paths = await testPaths();
  program = await bundle();
});
const days: LiveDay[] = [];
afterAll(async () => {
  for (const day of days) if (day.child.exitCode === null && day.child.signalCode === null) await day.kill();
  await rm(paths.dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** Bundles the day as the app is bundled. */
async function bundle(): Promise<string> {
  const { build } = await import('vite');
  const outDir = join(paths.dataDir, 'program');
  await build({
    logLevel: 'error',
    build: {
      ssr: resolve('app/core/agent/testing/day-program.ts'),
      outDir,
      // Loaded at first use, and no model is asked here.
      rolldownOptions: {
        external: ['node-llama-cpp'],
        output: { format: 'cjs', entryFileNames: 'day.cjs', codeSplitting: false },
      },
    },
    ssr: { noExternal: true },
  });
  return join(outDir, 'day.cjs');
}

/** A day that runs in a process of its own. */
class LiveDay {
  readonly child: ChildProcessWithoutNullStreams;
  private readonly answers: Interface;

  constructor(at: string, leftAt = at) {
    const start: DayStart = { paths, at, leftAt };
    const script = 'require(process.argv[1]).liveDay(JSON.parse(process.argv[2]))';
    this.child = spawn(process.execPath, ['-e', script, program, JSON.stringify(start)]);
    this.child.stderr.pipe(process.stderr);
    this.answers = createInterface(this.child.stdout);
    days.push(this);
  }

  async begun(): Promise<AgentStatus> {
    const [line] = (await once(this.answers, 'line')) as [string];
    return JSON.parse(line) as AgentStatus;
  }

  async tell(...commands: DayCommand[]): Promise<AgentStatus> {
    let status: AgentStatus | undefined;
    for (const command of commands) {
      const answered = this.begun();
      this.child.stdin.write(`${JSON.stringify(command)}\n`);
      status = await answered;
    }
    if (status === undefined) throw new Error('Nothing was told.');
    return status;
  }

  async kill(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }

  async end(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.stdin.end();
    expect(await exited).toEqual([0, null]);
  }
}

/** Yesterday: what is older than the retention would be deleted as it comes. */
const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

const xcode = { app: 'Xcode', bundleId: 'com.apple.dt.Xcode', title: 'Recorder.swift' };

function page(name: string): DayCommand {
  const window = { app: 'Safari', bundleId: 'com.apple.Safari', title: name, url: `https://docs.example.org/${name}` };
  return { do: 'focus', window };
}

it('accompanies a whole day: contexts, an absence, a kill while away, the return, and what it has to say', async () => {
  const morning = new LiveDay(`${day}T08:00:00Z`);
  await morning.begun();
  const coding = await morning.tell(
    { do: 'type', typing: true },
    { do: 'focus', window: xcode },
    { do: 'pass', minutes: 8 },
    { do: 'fail', tool: 'Bash', reason: 'exit code 1' },
    { do: 'fail', tool: 'Bash', reason: 'exit code 1' },
    { do: 'fail', tool: 'Bash', reason: 'exit code 1' },
    { do: 'focus', window: { ...xcode, title: 'Journal.swift' } },
    { do: 'pass', minutes: 1 },
  );
  expect(coding).toMatchObject({ state: 'watching', threadId: `always-on-${day}`, node: 'coding_assist' });
  expect(coding.suggestion).toMatchObject({ kind: 'repeated-failure', subject: 'Bash' });

  for (const name of ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'])
    await morning.tell(page(name), { do: 'pass', minutes: 2 });
  const reading = await morning.tell({ do: 'focus', window: xcode }, { do: 'pass', minutes: 2 });
  expect(reading.suggestion).toMatchObject({ kind: 'reading-note' });

  const away = await morning.tell(
    { do: 'pass', minutes: 213 },
    { do: 'type', typing: false },
    { do: 'pass', minutes: 10 },
  );
  expect(away).toMatchObject({ state: 'away', node: 'idle_checkpoint' });
  await morning.kill();

  const noon = new LiveDay(`${day}T12:40:00Z`, `${day}T12:00:00Z`);
  await noon.begun();
  const still = await noon.tell({ do: 'pass', minutes: 20 });
  expect(still).toMatchObject({ state: 'away', threadId: `always-on-${day}`, steps: away.steps });
  const back = await noon.tell(
    { do: 'type', typing: true },
    { do: 'focus', window: xcode },
    { do: 'pass', minutes: 70 },
  );
  expect(back).toMatchObject({ state: 'watching', failures: 0 });
  expect(back.suggestion).toMatchObject({ kind: 'hourly-summary' });
  await noon.end();

  expect(await steps()).toEqual(expectedSteps());
}, 180_000);

/** What the third step of each round writes: the action, with it what was said, and after a look at an hour that hour. */
const rounds: readonly (readonly [what: string, writes: number])[] = [
  ['looks at the hour before, of which there is nothing', 2],
  ['coding: Bash has failed three times', 2],
  ['page one', 1],
  ['page two', 1],
  ['page three', 1],
  ['page four', 1],
  ['page five', 1],
  ['page six: a reading note, of the pages whose time is settled', 2],
  ['page seven', 1],
  ['page eight', 1],
  ['coding again', 1],
  ['sums up the hour from 8', 3],
  ['sums up the hour from 9', 3],
  ['sums up the hour from 10', 3],
  ['waits for the person', 2],
  ['looks at the hour of noon, of which there is nothing', 2],
  ['sums up the hour from 13', 3],
];
const awayRound = rounds.findIndex(([what]) => what === 'waits for the person');

/** Every superstep of the day: step, status, nodes at once, writes. */
function expectedSteps(): string[] {
  const step = (index: number, writes: number) => [`${index} started 1 0`, `${index} finished 1 ${writes}`];
  return rounds.flatMap(([, writes], round) => {
    const last = 4 * (round + 1);
    const interrupted = round === awayRound ? [`${last} started 1 0`, `${last} interrupted 1 0`] : [];
    return [...step(last - 2, 9), ...step(last - 1, 2), ...interrupted, ...step(last, writes)];
  });
}

async function steps(): Promise<string[]> {
  const store = await openStore(testHost(paths), defaultSettings(), () => undefined);
  if (!store.ok) throw new Error(store.error);
  try {
    const answer = await store.value.database.reader.query({
      query: `SELECT format('{} {} {} {}', toString(step_index), toString(status), toString(frontier_count), toString(writes)) AS step
        FROM hive.supersteps WHERE thread_id = 'always-on-${day}' ORDER BY ts_ms, step_index, status`,
      format: 'JSONEachRow',
    });
    return (await answer.json<{ readonly step: string }>()).map(({ step }) => step);
  } finally {
    await store.value.stop();
  }
}
