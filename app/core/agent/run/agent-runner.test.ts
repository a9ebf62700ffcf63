import { MemorySaver } from '@langchain/langgraph';
import { expect, it } from 'vitest';
import type { AgentHandler } from '../../../contract/always-on-agent.ts';
import { defaultRoutingRules } from '../../../contract/default-routing-rules.ts';
import type { SuperstepRow } from '../../../contract/rows.ts';
import { FakeClock } from '../../sources/testing/fake-clock.ts';
import type { AgentContext } from '../graph/agent-context.ts';
import { type Handler, buildAgentGraph } from '../graph/agent-graph.ts';
import { StepRecorder } from '../recording/step-recorder.ts';
import { AgentRunner, type HoldReason, type RunEvent } from './agent-runner.ts';

const noon = Date.parse('2026-05-20T12:00:00Z');

/** A desk whose person does what a test says, and an agent beside it whose steps are kept. */
class Desk {
  readonly clock = new FakeClock(noon);
  readonly saver: MemorySaver;
  readonly rows: SuperstepRow[] = [];
  readonly events: RunEvent[] = [];
  readonly seen: string[] = [];
  /** Thrown by the handlers while it is set. */
  failure: Error | undefined;
  /** Awaited by the handlers while it is set. */
  obstacle: Promise<void> | undefined;
  threadId = '';
  dayStartHour = 0;
  runner: AgentRunner;
  private context: AgentContext | undefined;

  constructor(saver = new MemorySaver(), held: HoldReason[] = []) {
    this.saver = saver;
    this.runner = this.start(held);
  }

  start(held: HoldReason[] = []): AgentRunner {
    const handler: Handler = async ({ context, signal }) => {
      this.seen.push(context.app);
      if (this.obstacle !== undefined) await this.obstacle;
      signal?.throwIfAborted();
      if (this.failure !== undefined) throw this.failure;
      return { action: `looked at ${context.app}`, suggestion: null };
    };
    const handlers: Record<AgentHandler, Handler> = {
      coding_assist: handler,
      research_assist: handler,
      general_observe: handler,
    };
    this.runner = new AgentRunner({
      graph: buildAgentGraph({
        checkpointer: this.saver,
        rules: () => defaultRoutingRules,
        handlers,
        onNode: () => undefined,
      }),
      clock: this.clock,
      handler: new StepRecorder(
        (row) => {
          if (row.table === 'hive.supersteps') this.rows.push(row.row);
        },
        (problem) => expect.fail(problem),
      ),
      context: () => this.context,
      lookEveryMs: () => 300_000,
      dayStartHour: () => this.dayStartHour,
      threadId: this.threadId,
      onThread: (threadId) => {
        this.threadId = threadId;
        return Promise.resolve();
      },
      onEvent: (event) => this.events.push(event),
      onChange: () => undefined,
      held,
    });
    return this.runner;
  }

  /** The person does this, now; settles when the agent has done what follows from it. */
  async does(app: string, { afk = false } = {}): Promise<void> {
    const tsMs = this.clock.now();
    this.context = {
      tsMs,
      timeZone: 'UTC',
      app,
      title: `${app} window`,
      url: '',
      afk,
      idleMs: 0,
      sinceMs: tsMs,
      screenText: '',
    };
    this.runner.contextChanged();
    await this.rests();
  }

  /** Time passes, the person goes on with the same. */
  async passes(ms: number): Promise<void> {
    if (this.context !== undefined) this.context = { ...this.context, tsMs: this.clock.now() + ms };
    await this.clock.advance(ms);
    await this.rests();
  }

  async rests(): Promise<void> {
    await expect.poll(() => this.runner.state().kind, { interval: 2 }).not.toBe('working');
  }

  steps(): string[] {
    return this.rows.filter(({ status }) => status !== 'started').map((row) => `${row.step_index} ${row.status}`);
  }
}

it('goes one round through the graph for each context, three steps a round', async () => {
  const desk = new Desk();
  await desk.does('Xcode');
  expect(desk.seen).toEqual(['Xcode']);
  expect(desk.runner.state()).toMatchObject({ kind: 'watching', threadId: 'always-on-2026-05-20', steps: 4 });
  await desk.passes(15_000);
  await desk.does('Safari');
  expect(desk.seen).toEqual(['Xcode', 'Safari']);
  expect(desk.steps()).toEqual(['2 finished', '3 finished', '4 finished', '6 finished', '7 finished', '8 finished']);
});

it('waits in its checkpoint while the person is away, and goes on at the same step when they are back', async () => {
  const desk = new Desk();
  await desk.does('Xcode');
  await desk.does('', { afk: true });
  expect(desk.runner.state().kind).toBe('away');
  const rows = desk.rows.length;
  await desk.passes(3_600_000);
  expect(desk.rows).toHaveLength(rows);

  await desk.does('Xcode');
  expect(desk.runner.state().kind).toBe('watching');
  expect(desk.steps().slice(3, 7)).toEqual(['6 finished', '7 finished', '8 interrupted', '8 finished']);
  expect(desk.events.map(({ kind }) => kind)).toEqual(['interrupted', 'resumed']);
});

it('goes on in the same thread after a restart while the person was away', async () => {
  const desk = new Desk();
  await desk.does('Xcode');
  await desk.does('', { afk: true });
  await desk.runner.stop();

  desk.start();
  await desk.rests();
  expect(desk.runner.state().kind).toBe('away');
  await desk.does('Safari');
  expect(desk.steps().slice(5, 7)).toEqual(['8 interrupted', '8 finished']);
  expect(desk.seen.at(-1)).toBe('Safari');
});

it('looks at the last of several windows that follow each other quickly', async () => {
  const desk = new Desk();
  await desk.does('Xcode');
  for (const app of ['Finder', 'Mail', 'Safari']) {
    await desk.passes(2_000);
    await desk.does(app);
  }
  expect(desk.seen).toEqual(['Xcode']);
  await desk.passes(15_000);
  expect(desk.seen).toEqual(['Xcode', 'Safari']);
});

it('looks again at what stays the same, every so often', async () => {
  const desk = new Desk();
  await desk.does('Xcode');
  await desk.passes(299_000);
  expect(desk.seen).toHaveLength(1);
  await desk.passes(1_000);
  expect(desk.seen).toHaveLength(2);
});

it('repeats a step that failed, each time later, and leaves it out after three times', async () => {
  const desk = new Desk();
  desk.failure = new Error('the question could not be answered');
  await desk.does('Xcode');
  expect(desk.runner.state()).toMatchObject({ kind: 'failing', failures: 1, retryAtMs: noon + 5_000 });
  expect(desk.rows.at(-1)).toMatchObject({ status: 'error', error_msg: 'the question could not be answered' });
  await desk.passes(5_000);
  expect(desk.runner.state()).toMatchObject({ failures: 2, retryAtMs: noon + 20_000 });
  await desk.passes(15_000);
  expect(desk.runner.state()).toMatchObject({ failures: 3, retryAtMs: noon + 65_000 });
  desk.failure = undefined;
  await desk.passes(45_000);
  expect(desk.runner.state()).toMatchObject({ kind: 'watching', failures: 0 });
  expect(desk.events.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'failed', 'gave-up']);
});

it('tries again what failed as soon as a pause has ended, though nothing has changed', async () => {
  const desk = new Desk();
  desk.failure = new Error('the question could not be answered');
  await desk.does('Xcode');
  expect(desk.runner.state().kind).toBe('failing');
  await desk.runner.hold('person');
  desk.failure = undefined;
  desk.runner.release('person');
  await expect.poll(() => desk.runner.state(), { interval: 2 }).toMatchObject({ kind: 'watching', retryAtMs: null });
  // What failed, the same again, and the look that the failure had put off.
  expect(desk.seen).toEqual(['Xcode', 'Xcode', 'Xcode']);
});

it('breaks off at a pause and goes on at that step afterwards', async () => {
  const desk = new Desk();
  let letGo: () => void = () => undefined;
  desk.obstacle = new Promise((resolve) => (letGo = resolve));
  const doing = desk.does('Xcode');
  await expect.poll(() => desk.seen, { interval: 2 }).toEqual(['Xcode']);
  await desk.runner.hold('person');
  await doing;
  expect(desk.runner.state().kind).toBe('held');
  letGo();
  desk.obstacle = undefined;

  await desk.does('Safari');
  expect(desk.seen).toEqual(['Xcode']);
  desk.runner.release('person');
  await desk.rests();
  expect(desk.seen.slice(0, 2)).toEqual(['Xcode', 'Xcode']);
});

it.each(['while it is held', 'while it runs'])('begins anew when its thread is deleted %s', async (when) => {
  const desk = new Desk();
  await desk.does('Xcode');
  if (when === 'while it is held') await desk.runner.hold('forgetting');
  await desk.saver.deleteThread(desk.threadId);
  desk.runner.rowsDeleted();
  desk.runner.release('forgetting');
  await desk.passes(15_000);
  await desk.does('Safari');
  expect(desk.seen).toEqual(['Xcode', 'Safari']);
  expect(desk.runner.state()).toMatchObject({ kind: 'watching', failures: 0 });
  expect(desk.events.map(({ kind }) => kind)).not.toContain('failed');
});

it('does nothing while it is held from the start', async () => {
  const desk = new Desk(new MemorySaver(), ['off']);
  await desk.does('Xcode');
  await desk.passes(3_600_000);
  expect(desk.rows).toEqual([]);
  expect(desk.runner.state().kind).toBe('held');
});

it('begins another thread with the next local day', async () => {
  const desk = new Desk();
  await desk.does('Xcode');
  await desk.passes(12 * 3_600_000);
  expect(desk.runner.state().threadId).toBe('always-on-2026-05-21');
});

it('begins it at the hour at which the person says that days begin', async () => {
  const desk = new Desk();
  desk.dayStartHour = 4;
  await desk.does('Xcode');
  await desk.passes(15 * 3_600_000);
  expect(desk.runner.state().threadId).toBe('always-on-2026-05-20');
  await desk.passes(3_600_000);
  expect(desk.runner.state().threadId).toBe('always-on-2026-05-21');
});

it('goes on from an older checkpoint: the thread forks there', async () => {
  const desk = new Desk();
  await desk.does('Xcode');
  const thread = { configurable: { thread_id: desk.threadId } };
  const checkpoints = [];
  for await (const { checkpoint, metadata } of desk.saver.list(thread))
    checkpoints.push({ id: checkpoint.id, metadata });
  const beforeHandler = checkpoints.find(({ metadata }) => metadata?.step === 3);

  expect(await desk.runner.resumeFrom({ threadId: desk.threadId, checkpointId: beforeHandler?.id ?? '' })).toBe(true);
  expect(desk.seen.slice(0, 2)).toEqual(['Xcode', 'Xcode']);
  // The fork is a step of its own.
  expect(desk.steps().slice(3)).toEqual(['5 finished', '7 finished', '8 finished', '9 finished']);
});

it('makes the same steps out of the same contexts', async () => {
  async function day(): Promise<unknown[]> {
    const desk = new Desk();
    for (const app of ['Xcode', 'Safari', 'Mail', 'Terminal']) {
      await desk.does(app);
      await desk.passes(600_000);
    }
    await desk.does('', { afk: true });
    await desk.passes(3_600_000);
    await desk.does('Terminal');
    return desk.rows.map(({ thread_id, step_index, status, frontier_count, writes }) => [
      thread_id,
      step_index,
      status,
      frontier_count,
      writes,
    ]);
  }
  expect(await day()).toEqual(await day());
});
