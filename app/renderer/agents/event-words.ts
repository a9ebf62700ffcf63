import { type EventNode, type ThreadEvent } from './event-tree.ts';
import { eventStateWords } from './run-words.ts';

/** What an event is called in a row: `Step 3`, `plan · claude-sonnet`, `edit · Read`. */
export function eventName(event: ThreadEvent): string {
  if (event.kind === 'step') {
    const inside = nodeOfNamespace(event.namespace);
    const step = inside === '' ? `Step ${event.step_index}` : `${inside} · step ${event.step_index}`;
    return event.tasks > 1 ? `${step}, ${event.tasks} tasks` : step;
  }
  const name = event.name === '' ? 'no name' : event.name;
  return event.node_id === '' ? name : `${event.node_id} · ${name}`;
}

/** The node that runs the subgraph: a namespace is `node:id`, and within another `outer:id|node:id`. */
export function nodeOfNamespace(namespace: string): string {
  return namespace.split('|').at(-1)?.split(':')[0] ?? '';
}

export const kindWords: Readonly<Record<string, string>> = { step: 'Step', model: 'Model call', tool: 'Tool call' };

export function stateWord({ state }: ThreadEvent): string {
  return eventStateWords[state]?.word ?? state;
}

/** What a row shows by its bar and its shape, for those who hear it: what it is, how it ended, how much is in it. */
export function spokenEvent({ event, children }: EventNode): string {
  const kind = (kindWords[event.kind] ?? event.kind).toLowerCase();
  const inside = children.length === 0 ? '' : `, ${children.length} inside`;
  return `${kind} that ${wordAfterThat(event)}${inside}`;
}

function wordAfterThat(event: ThreadEvent): string {
  const word = stateWord(event);
  return word.startsWith('interrupted') || word.startsWith('rejected') ? `was ${word}` : word;
}

export function eventTokens(event: ThreadEvent): number {
  return (
    event.input_tokens +
    event.cache_read_tokens +
    event.cache_write_tokens +
    event.output_tokens +
    event.reasoning_tokens
  );
}
