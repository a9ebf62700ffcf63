import type { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { Command } from '@langchain/langgraph';
import { type AgentNode, agentGraph } from '../../../contract/always-on-agent.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import type { Clock } from '../../host.ts';
import { localDay } from '../../local-day.ts';
import { type AgentState, emptyState } from '../graph/agent-channels.ts';
import type { AgentContext } from '../graph/agent-context.ts';
import type { AgentGraph, Return } from '../graph/agent-graph.ts';
import { backOffMs } from './back-off.ts';
import { type LastLook, msUntilLook } from './look-times.ts';
import { type ThreadPlace, type ThreadPosition, configurableOf, threadPosition } from './thread-position.ts';

/** Why the agent must not run: the person said so, recording is paused, something is forgotten, or it is switched off. */
export type HoldReason = 'person' | 'recording' | 'forgetting' | 'off';

/** What happens to the graph as a whole; its steps are recorded by themselves. */
export interface RunEvent {
  readonly kind: 'interrupted' | 'resumed' | 'held' | 'failed' | 'gave-up';
  readonly message: string;
}

export interface AgentRunnerDeps {
  readonly graph: AgentGraph;
  readonly clock: Clock;
  /** Records the steps. */
  readonly handler: BaseCallbackHandler;
  /** Undefined while there is nothing to see. */
  readonly context: () => AgentContext | undefined;
  readonly lookEveryMs: () => number;
  /** The hour at which the person's days begin, and with each a thread. */
  readonly dayStartHour: () => number;
  /** The thread that ran last, before this start; empty for none. */
  readonly threadId: string;
  /** Remembers the thread over a restart. */
  readonly onThread: (threadId: string) => Promise<void>;
  readonly onEvent: (event: RunEvent) => void;
  readonly onChange: () => void;
  readonly held: readonly HoldReason[];
}

export interface RunnerState {
  readonly kind: 'starting' | 'watching' | 'working' | 'away' | 'held' | 'failing';
  readonly threadId: string;
  readonly steps: number;
  readonly lastStepMs: number | null;
  readonly failures: number;
  /** What the last failure said; empty without one. */
  readonly problem: string;
  readonly retryAtMs: number | null;
  readonly held: ReadonlySet<HoldReason>;
}

/** A round that takes longer is broken off and counts as a failure. */
const roundLimitMs = 180_000;
/** After so many failures of the same node the context is given up, so that one that cannot be handled blocks nothing. */
const triesOfNode = 3;

/**
 * Runs the graph: one round when the context has changed or was the same for long, none while nobody is there. It only
 * ever holds a timer while the person is there; what it knows of a thread is read from the last checkpoint.
 */
export class AgentRunner {
  private readonly deps: AgentRunnerDeps;
  private readonly held: Set<HoldReason>;
  private place: ThreadPlace;
  private position: ThreadPosition | undefined;
  private steps = 0;
  private lastLook: LastLook | undefined;
  private lastStepMs: number | null = null;
  private failures = 0;
  private problem = '';
  private retryAtMs: number | null = null;
  private running: Promise<void> | undefined;
  private round: AbortController | undefined;
  private wanted = false;
  private lookNow = false;
  private stopped = false;
  private stopTimer: Stop = () => undefined;

  constructor(deps: AgentRunnerDeps) {
    this.deps = deps;
    this.held = new Set(deps.held);
    this.place = { threadId: deps.threadId };
    this.wake();
  }

  state(): RunnerState {
    const { place, steps, lastStepMs, failures, problem, retryAtMs, held } = this;
    const base = { threadId: place.threadId, steps, lastStepMs, failures, problem, retryAtMs };
    return { ...base, held, kind: this.kind() };
  }

  /** The context may have changed. */
  contextChanged(): void {
    this.wake();
  }

  /** A round now, whether or not anything has changed. Settles when it is over. */
  async look(): Promise<void> {
    this.lookNow = true;
    this.retryAtMs = null;
    this.wake();
    await this.settled();
  }

  /** Breaks off what runs, at its last checkpoint. */
  async hold(reason: HoldReason): Promise<void> {
    if (this.held.has(reason)) return;
    this.held.add(reason);
    this.deps.onEvent({ kind: 'held', message: `Held: ${reason}.` });
    this.round?.abort(new Error('The agent is held.'));
    await this.settled();
    await this.stopTimer();
    this.deps.onChange();
  }

  release(reason: HoldReason): void {
    if (!this.held.delete(reason)) return;
    // The timer of a retry ended with the pause.
    this.retryAtMs = null;
    this.wake();
    this.deps.onChange();
  }

  /** Checkpoints were deleted, forgotten or too old: where the thread stands is read anew. */
  rowsDeleted(): void {
    this.position = undefined;
    this.wake();
  }

  /** Goes on from this checkpoint; the thread forks there. The next round is the first of the fork. */
  async resumeFrom(place: Required<ThreadPlace>): Promise<boolean> {
    await this.settled();
    const position = await this.findIn(place);
    if (position.kind === 'new') return false;
    this.place = place;
    this.position = position;
    await this.deps.onThread(place.threadId);
    await this.look();
    return true;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.round?.abort(new Error('Hivebar stops.'));
    await this.settled();
    await this.stopTimer();
  }

  private kind(): RunnerState['kind'] {
    if (this.held.size > 0) return 'held';
    if (this.failures > 0) return 'failing';
    if (this.running !== undefined) return 'working';
    if (this.position === undefined) return 'starting';
    return this.position.kind === 'away' ? 'away' : 'watching';
  }

  private async settled(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  private wake(): void {
    if (this.stopped || this.held.size > 0) return;
    if (this.running !== undefined) {
      this.wanted = true;
      return;
    }
    if (this.retryAtMs !== null && this.deps.clock.now() < this.retryAtMs) return;
    this.wanted = false;
    this.running = this.rounds().finally(() => {
      this.running = undefined;
      this.deps.onChange();
      if (this.wanted) this.wake();
    });
  }

  /** Rounds until there is nothing to do now. */
  private async rounds(): Promise<void> {
    await this.stopTimer();
    try {
      while (!this.stopped && this.held.size === 0 && (await this.advance()));
      this.failures = 0;
      this.problem = '';
      this.retryAtMs = null;
    } catch (error) {
      if (this.stopped || this.held.size > 0) return;
      this.lastLook = undefined;
      this.failed(error);
    } finally {
      this.lookNow = false;
    }
  }

  /** One move of the graph; false when it has to wait for the person, for another context, or for time. */
  private async advance(): Promise<boolean> {
    const context = this.deps.context();
    if (context === undefined) return false;
    const position = await this.findPosition(context);
    switch (position.kind) {
      case 'new':
        await this.go(emptyState);
        return true;
      case 'broken-off':
        if (this.failures >= triesOfNode) await this.giveUp(position.node);
        else await this.go(null);
        return true;
      case 'away':
        if (context.afk) return false;
        this.deps.onEvent({ kind: 'resumed', message: 'The person is back.' });
        await this.go(command({ resume: { tsMs: context.tsMs } satisfies Return }));
        return true;
      case 'poll': {
        const waitMs = this.lookNow ? 0 : msUntilLook(context, this.lastLook, this.deps.lookEveryMs());
        if (waitMs > 0) {
          this.stopTimer = this.deps.clock.after(waitMs, () => this.wake());
          return false;
        }
        this.lookNow = false;
        this.lastLook = { context, atMs: context.tsMs };
        await this.go(command({ update: { incoming: context } }));
        return true;
      }
    }
  }

  /** Where the thread of this context is; an older thread that was broken off or waits for the person goes first. */
  private async findPosition(context: AgentContext): Promise<ThreadPosition> {
    const today = `always-on-${localDay(context.tsMs, context.timeZone, this.deps.dayStartHour())}`;
    if (this.place.threadId === '') await this.enter(today);
    this.position ??= await this.findIn(this.place);
    const isBetweenRounds = this.position.kind === 'poll' && this.place.checkpointId === undefined;
    if (isBetweenRounds && this.place.threadId !== today) {
      await this.enter(today);
      this.position = await this.findIn(this.place);
    }
    return this.position;
  }

  private async findIn(place: ThreadPlace): Promise<ThreadPosition> {
    const position = await threadPosition(this.deps.graph, place);
    this.steps = position.steps;
    return position;
  }

  private async enter(threadId: string): Promise<void> {
    this.place = { threadId };
    await this.deps.onThread(threadId);
  }

  private async go(input: GraphInput): Promise<void> {
    const { graph, clock, handler } = this.deps;
    const round = new AbortController();
    this.round = round;
    const stopTimer = clock.after(roundLimitMs, () => round.abort(new Error('The round took too long.')));
    this.deps.onChange();
    try {
      await graph.invoke(input, {
        configurable: configurableOf(this.place),
        callbacks: [handler],
        durability: 'sync',
        runName: agentGraph,
        signal: round.signal,
      });
    } finally {
      this.round = undefined;
      await stopTimer();
      this.lastStepMs = clock.now();
      this.position = undefined;
      this.place = { threadId: this.place.threadId };
    }
    this.position = await this.findIn(this.place);
    if (this.position.kind === 'away')
      this.deps.onEvent({ kind: 'interrupted', message: 'The person is away: the graph waits.' });
  }

  private async giveUp(node: AgentNode): Promise<void> {
    const message = `${node} failed ${this.failures} times and was left out.`;
    this.deps.onEvent({ kind: 'gave-up', message });
    await this.deps.graph.updateState({ configurable: configurableOf(this.place) }, { last_action: message }, node);
    this.position = undefined;
    this.failures = 0;
  }

  private failed(error: unknown): void {
    const { clock } = this.deps;
    this.failures += 1;
    this.problem = error instanceof Error ? error.message : String(error);
    const waitMs = backOffMs(this.failures);
    this.retryAtMs = clock.now() + waitMs;
    this.deps.onEvent({ kind: 'failed', message: this.problem });
    this.stopTimer = clock.after(waitMs, () => {
      this.retryAtMs = null;
      this.wake();
    });
  }
}

type GraphInput = Parameters<AgentGraph['invoke']>[0];

/** LangGraph's own type of a command knows neither the channels nor the nodes of a graph. */
function command(
  sent: { readonly resume: Return } | { readonly update: Partial<Pick<AgentState, 'incoming'>> },
): GraphInput {
  return new Command(sent);
}
