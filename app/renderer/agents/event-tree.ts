import { type QuestionRow } from '../../contract/questions.ts';

export type ThreadEvent = QuestionRow<'thread-events'>;

/** An event in its place: within which step it happened. */
export interface EventNode {
  readonly event: ThreadEvent;
  /** Its place among the events as they were given. */
  readonly index: number;
  readonly startMs: number;
  readonly endMs: number;
  /** From 1 for what is in no step. */
  readonly level: number;
  readonly parent: EventNode | null;
  readonly children: EventNode[];
}

/**
 * Puts each event, given in the order of their begin, into the step that it happened in. Steps of a subgraph lie in the
 * step that runs the subgraph, which its namespace tells; a call lies in the shortest step that lasts as long as it does.
 */
export function eventTree(events: readonly ThreadEvent[]): EventNode[] {
  const roots: EventNode[] = [];
  let open: EventNode[] = [];
  for (const [index, event] of events.entries()) {
    const startMs = event.ts_ms;
    const endMs = startMs + event.dur_ms + event.wait_ms;
    open = open.filter((step) => isOpen(step, startMs));
    const parent = event.kind === 'step' ? stepOf(event, open) : placeOf(endMs, open);
    const node = { event, index, startMs, endMs, level: (parent?.level ?? 0) + 1, parent, children: [] };
    (parent?.children ?? roots).push(node);
    if (event.kind !== 'step') continue;
    // A step that never told its end was over when the next one of its graph began.
    open = open.filter((step) => step.event.state !== 'started' || step.event.namespace !== event.namespace);
    open.push(node);
  }
  return roots;
}

/** Clocks are read to the millisecond, and a call may be told to end one after its step. */
const slackMs = 2;

/** A step that has not ended takes in all that comes. */
function isOpen(step: EventNode, atMs: number): boolean {
  return step.event.state === 'started' || step.endMs + slackMs >= atMs;
}

function stepOf({ namespace }: ThreadEvent, open: readonly EventNode[]): EventNode | null {
  if (namespace === '') return null;
  const around = open.filter(({ event }) => event.namespace === '' || namespace.startsWith(`${event.namespace}|`));
  return around.toSorted((left, right) => right.event.namespace.length - left.event.namespace.length)[0] ?? null;
}

function placeOf(endMs: number, open: readonly EventNode[]): EventNode | null {
  const around = open.filter((step) => step.event.state === 'started' || step.endMs + slackMs >= endMs);
  return (around.length > 0 ? around : open).toSorted((left, right) => length(left) - length(right))[0] ?? null;
}

function length({ event, startMs, endMs }: EventNode): number {
  return event.state === 'started' ? Infinity : endMs - startMs;
}

/** The nodes that are shown, parents before children; what lies in a closed one is left out. */
export function shownNodes(roots: readonly EventNode[], closed: ReadonlySet<number>): EventNode[] {
  const shown: EventNode[] = [];
  function add(nodes: readonly EventNode[]): void {
    for (const node of nodes) {
      shown.push(node);
      if (!closed.has(node.index)) add(node.children);
    }
  }
  add(roots);
  return shown;
}
