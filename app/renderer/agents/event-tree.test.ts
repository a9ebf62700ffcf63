import { describe, expect, it } from 'vitest';
import { eventTree, type EventNode, shownNodes, type ThreadEvent } from './event-tree.ts';

const nothing: ThreadEvent = {
  kind: 'step',
  ts_ms: 0,
  dur_ms: 0,
  wait_ms: 0,
  name: '',
  node_id: '',
  agent_id: '',
  namespace: '',
  step_index: 0,
  tasks: 1,
  state: 'finished',
  provider: '',
  input_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  output_tokens: 0,
  reasoning_tokens: 0,
  cost_usd: null,
  ttft_ms: null,
  attempt: 0,
  finish_reason: '',
  error_type: '',
  error_msg: '',
  event_id: '',
  content_bytes: 0,
};

function event(name: string, kind: string, ts: number, duration: number, more: Partial<ThreadEvent> = {}): ThreadEvent {
  return { ...nothing, name, kind, ts_ms: ts, dur_ms: duration, ...more };
}

/** `step(call, call)` */
function drawn(nodes: readonly EventNode[]): string {
  return nodes
    .map(({ event: { name }, children }) => (children.length === 0 ? name : `${name}(${drawn(children)})`))
    .join(' ');
}

describe('the tree of a thread', () => {
  it('puts calls into the steps that they happened in', () => {
    const tree = eventTree([
      event('one', 'step', 0, 100),
      event('model', 'model', 0, 60),
      event('tool', 'tool', 60, 40),
      event('two', 'step', 150, 100),
      event('model', 'model', 151, 99.9),
      event('alone', 'tool', 900, 5),
    ]);
    expect(drawn(tree)).toBe('one(model tool) two(model) alone');
  });

  it('puts steps of parallel subgraphs side by side, and each call into its own', () => {
    const tree = eventTree([
      event('read', 'step', 0, 300),
      event('a1', 'step', 0, 100, { namespace: 'read:a' }),
      event('b1', 'step', 0, 200, { namespace: 'read:b' }),
      event('model b', 'model', 0, 200),
      event('model a', 'model', 0, 100),
      event('a2', 'step', 100, 50, { namespace: 'read:a' }),
      event('deep', 'step', 110, 20, { namespace: 'read:a|dig:c' }),
      event('tool', 'tool', 112, 5),
    ]);
    expect(drawn(tree)).toBe('read(a1(model a) b1(model b) a2(deep(tool)))');
    expect(shownNodes(tree, new Set()).map(({ level }) => level)).toEqual([1, 2, 3, 2, 3, 2, 3, 4]);
  });

  it('lets a step without an end take in what comes until the next step begins', () => {
    const tree = eventTree([
      event('lost', 'step', 0, 0, { state: 'started' }),
      event('model', 'model', 50, 10),
      event('next', 'step', 100, 50),
      event('tool', 'tool', 110, 10),
      event('after', 'tool', 170, 10),
    ]);
    expect(drawn(tree)).toBe('lost(model) next(tool) after');
  });

  it('leaves out what lies in a closed step', () => {
    const tree = eventTree([
      event('one', 'step', 0, 100),
      event('model', 'model', 0, 60),
      event('two', 'step', 200, 1),
    ]);
    expect(shownNodes(tree, new Set([0])).map((node) => node.event.name)).toEqual(['one', 'two']);
  });

  it('holds ten thousand events of a session without steps', () => {
    const events = Array.from({ length: 10_000 }, (_, index) => event(`${index}`, 'tool', index * 10, 5));
    expect(shownNodes(eventTree(events), new Set())).toHaveLength(10_000);
  });
});
