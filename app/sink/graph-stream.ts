import { versionOf } from './graph-callbacks.ts';
import { isStepLimit, messageOf } from './failure.ts';
import { RecentMap } from '../contract/recent-map.ts';
import { type Moment, type RunView, type StepPlace, type StepTracker, moment } from './step-tracker.ts';
import { type Fields, fieldsOf, listOf, numberOf, textOf } from './unknown-value.ts';
import { writesOf } from './writes.ts';

export interface ConsumeOptions {
  /** The thread that the graph runs in, as in `configurable.thread_id`. */
  readonly threadId: string;
  /** Left out, the name that the callback handler was told, else `LangGraph`. */
  readonly graphName?: string;
}

/** What is known of the steps in one namespace. */
interface Steps {
  stepIndex: number;
  readonly running: Set<string>;
  ended: number;
  /** Tasks that the last checkpoint names and that nothing was heard of since. */
  due: readonly string[];
}

const namespacesRemembered = 1_000;
const modes = new Set(['values', 'updates', 'debug', 'messages', 'checkpoints', 'tasks', 'custom', 'tools']);

/** Makes steps out of the chunks of `graph.stream` in the modes `tasks`, `checkpoints` and `debug`. */
export class GraphStream {
  private readonly tracker: StepTracker;
  private readonly options: ConsumeOptions;
  private readonly view: RunView;
  /** Every visit of a subgraph has a namespace of its own: the oldest are over. */
  private readonly steps = new RecentMap<string, Steps>(namespacesRemembered);
  private graphVersion: number;
  private tellsSteps = false;

  constructor(tracker: StepTracker, options: ConsumeOptions, graphVersion: number) {
    this.tracker = tracker;
    this.options = options;
    this.graphVersion = graphVersion;
    this.view = tracker.view('stream');
  }

  read(chunk: unknown): void {
    const { checkpointNs, mode, payload } = partsOf(chunk);
    if (mode === 'debug' || (mode === '' && 'step' in payload && 'payload' in payload))
      this.debug(checkpointNs, payload);
    else if (mode === 'checkpoints' || (mode === '' && 'values' in payload && 'next' in payload)) {
      this.checkpoint(checkpointNs, payload);
    } else if (mode === 'tasks' || (mode === '' && 'id' in payload && 'name' in payload)) {
      // The debug mode tells the same tasks, and of which step they are.
      if (!this.tellsSteps) this.task(checkpointNs, payload, undefined, moment());
    }
  }

  /** A node that fails at once ends the stream before it is heard of: the checkpoint before it names it. */
  failed(error: unknown): void {
    for (const [checkpointNs, { due, stepIndex }] of isStepLimit(error) ? [] : this.steps.entries()) {
      for (const taskId of due)
        this.tracker.taskStarted(this.view, this.place(checkpointNs, stepIndex), taskId, moment());
    }
    this.tracker.runEnded(this.view, { kind: 'error', message: messageOf(error) }, moment());
  }

  ended(kind: 'finished' | 'abandoned'): void {
    this.tracker.runEnded(this.view, { kind }, moment());
  }

  private debug(checkpointNs: string, chunk: Fields): void {
    const payload = fieldsOf(chunk['payload']);
    if (chunk['type'] === 'checkpoint') this.checkpoint(checkpointNs, payload);
    else {
      this.tellsSteps = true;
      this.task(checkpointNs, payload, numberOf(chunk['step']), momentOf(textOf(chunk['timestamp'])));
    }
  }

  private task(checkpointNs: string, payload: Fields, toldStep: number | undefined, at: Moment): void {
    const taskId = textOf(payload['id']);
    const steps = this.stepsOf(checkpointNs);
    steps.due = [];
    this.graphVersion = versionOf(fieldsOf(payload['metadata'])['graph_version']) ?? this.graphVersion;
    if (!('result' in payload) && !('error' in payload)) {
      // Tasks of the next step start when all of the last have ended.
      if (toldStep !== undefined) steps.stepIndex = toldStep;
      else if (steps.running.size === 0 && steps.ended > 0) steps.stepIndex += 1;
      if (steps.running.size === 0) steps.ended = 0;
      steps.running.add(taskId);
      this.tracker.taskStarted(this.view, this.place(checkpointNs, toldStep ?? steps.stepIndex), taskId, at);
      return;
    }
    steps.running.delete(taskId);
    steps.ended += 1;
    const place = this.place(checkpointNs, toldStep ?? steps.stepIndex);
    const failure = payload['error'];
    if (failure !== undefined && failure !== null) {
      const message = typeof failure === 'string' ? failure : messageOf(failure);
      this.tracker.taskEnded(this.view, place, taskId, { state: 'error', message }, at);
    } else if (listOf(payload['interrupts']).length > 0) {
      this.tracker.taskEnded(this.view, place, taskId, { state: 'interrupted' }, at);
    } else {
      const writes = writesOf(payload['result']);
      this.tracker.taskEnded(this.view, place, taskId, { state: 'finished', writes }, at);
    }
  }

  private checkpoint(checkpointNs: string, payload: Fields): void {
    const { step, source } = fieldsOf(payload['metadata']);
    if (typeof step !== 'number') return;
    const steps = this.stepsOf(checkpointNs);
    steps.stepIndex = Math.max(0, step + 1);
    steps.ended = 0;
    steps.running.clear();
    steps.due = listOf(payload['tasks']).map((task) => textOf(fieldsOf(task)['id']));
    if (source !== 'loop') return;
    const checkpointId = textOf(fieldsOf(fieldsOf(payload['config'])['configurable'])['checkpoint_id']);
    this.tracker.checkpointed(this.view, checkpointNs, step, checkpointId);
  }

  private stepsOf(checkpointNs: string): Steps {
    const known = this.steps.get(checkpointNs);
    if (known !== undefined) return known;
    const steps = { stepIndex: 1, running: new Set<string>(), ended: 0, due: [] };
    this.steps.set(checkpointNs, steps);
    return steps;
  }

  private place(checkpointNs: string, stepIndex: number): StepPlace {
    const { threadId, graphName = 'LangGraph' } = this.options;
    return { threadId, graphName, graphVersion: this.graphVersion, checkpointNs, stepIndex: Math.max(0, stepIndex) };
  }
}

/** A chunk is the payload alone, `[mode, payload]`, `[namespace, payload]` or `[namespace, mode, payload]`. */
function partsOf(chunk: unknown): { checkpointNs: string; mode: string; payload: Fields } {
  const parts = [...listOf(chunk)];
  const namespace = Array.isArray(parts[0]) ? listOf(parts.shift()) : [];
  const mode = typeof parts[0] === 'string' && modes.has(parts[0]) ? textOf(parts.shift()) : '';
  return {
    checkpointNs: namespace.map(textOf).join('|'),
    mode,
    payload: fieldsOf(Array.isArray(chunk) ? parts[0] : chunk),
  };
}

/** When a chunk was made, which may be a while before it is read. */
function momentOf(timestamp: string): Moment {
  const now = moment();
  const wallMs = Date.parse(timestamp);
  if (Number.isNaN(wallMs)) return now;
  return { wallMs, steadyMs: now.steadyMs - (now.wallMs - wallMs) };
}
