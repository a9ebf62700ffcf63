import { isHandOver, isInterrupt, messageOf } from './failure.ts';
import { type Run, type RunMap, graphNameOf } from './run-map.ts';
import { type RunEnd, type StepPlace, type StepTracker, type TaskOutcome, moment } from './step-tracker.ts';
import { type Fields, fieldsOf, numberOf, textOf } from './unknown-value.ts';
import { writesOf } from './writes.ts';

interface Node {
  readonly place: StepPlace;
  readonly taskId: string;
}

/** Makes steps out of the chain callbacks: a node of a graph is a run that carries the tag of its step. */
export class GraphCallbacks {
  private readonly runs: RunMap;
  private readonly tracker: StepTracker;
  private readonly graphVersion: number;
  private readonly nodes = new WeakMap<Run, Node>();

  constructor(runs: RunMap, tracker: StepTracker, graphVersion: number) {
    this.runs = runs;
    this.tracker = tracker;
    this.graphVersion = graphVersion;
  }

  started(run: Run, tags: readonly unknown[], metadata: Fields): void {
    if (tags.includes('langsmith:hidden') || !tags.some(isStepTag)) return;
    const [checkpointNs, taskId] = splitNamespace(textOf(metadata['langgraph_checkpoint_ns']));
    const graph = run.parent;
    if (graph !== undefined) graph.graphNs = checkpointNs;
    const place: StepPlace = {
      threadId: threadOf(run, metadata),
      graphName: graphNameOf(run),
      graphVersion: versionOf(metadata['graph_version']) ?? this.graphVersion,
      checkpointNs,
      stepIndex: Math.max(0, numberOf(metadata['langgraph_step'])),
    };
    this.nodes.set(run, { place, taskId });
    this.tracker.taskStarted(run.view, place, taskId, moment());
  }

  ended(runId: string, outputs: unknown): void {
    this.close(runId, { state: 'finished', writes: writesOf(outputs) }, { kind: 'finished' });
  }

  failed(runId: string, error: unknown): void {
    if (isInterrupt(error)) this.close(runId, { state: 'interrupted' }, { kind: 'finished' });
    else if (isHandOver(error)) this.close(runId, { state: 'finished', writes: 0 }, { kind: 'finished' });
    else {
      const message = messageOf(error);
      this.close(runId, { state: 'error', message }, { kind: 'error', message });
    }
  }

  private close(runId: string, outcome: TaskOutcome, end: RunEnd): void {
    const run = this.runs.end(runId);
    if (run === undefined) return;
    const at = moment();
    if (run.graphNs !== undefined) this.tracker.graphEnded(run.view, run.graphNs, end, at);
    const node = this.nodes.get(run);
    if (node !== undefined) this.tracker.taskEnded(run.view, node.place, node.taskId, outcome, at);
    if (run.id === run.rootId) this.tracker.runEnded(run.view, end, at);
  }
}

/** The thread that a run belongs to; without one, the run stands for itself. */
export function threadOf(run: Run, metadata: Fields): string {
  const { thread_id: threadId, session_id: sessionId } = metadata;
  const named = typeof threadId === 'number' ? String(threadId) : textOf(threadId) || textOf(sessionId);
  return named || run.rootId;
}

/** Version of a graph as a whole number; undefined for anything else. */
export function versionOf(value: unknown): number | undefined {
  const version = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof version !== 'number' || !Number.isInteger(version)) return undefined;
  return version >= 0 && version <= 4_294_967_295 ? version : undefined;
}

function isStepTag(tag: unknown): boolean {
  return typeof tag === 'string' && tag.startsWith('graph:step:');
}

/** `outer:id|inner:id` is the task with the last id in the namespace before it. */
function splitNamespace(namespace: string): [checkpointNs: string, taskId: string] {
  const bar = namespace.lastIndexOf('|');
  const task = namespace.slice(bar + 1);
  return [bar < 0 ? '' : namespace.slice(0, bar), task.slice(task.lastIndexOf(':') + 1)];
}

export function nodeOf(metadata: unknown): string {
  return textOf(fieldsOf(metadata)['langgraph_node']);
}
