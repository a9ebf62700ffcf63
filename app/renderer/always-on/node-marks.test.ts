import { expect, it } from 'vitest';
import { nodeMarks } from './node-marks.ts';

const marks = (...[state, node]: [Parameters<typeof nodeMarks>[0]['state'], Parameters<typeof nodeMarks>[0]['node']]) =>
  Object.fromEntries(nodeMarks({ state, node }));

it('the node that runs stands out while the agent works', () => {
  expect(marks('working', 'coding_assist')).toEqual({ coding_assist: 'runs' });
});

it('between rounds the graph waits in front of the poll, and the last node is still told', () => {
  expect(marks('watching', 'coding_assist')).toEqual({ coding_assist: 'last', context_poll: 'waits' });
  expect(marks('limited', null)).toEqual({ context_poll: 'waits' });
});

it('while nobody is there it waits at the idle checkpoint, which may be the last node too', () => {
  expect(marks('away', 'idle_checkpoint')).toEqual({ idle_checkpoint: 'waits' });
});

it('a failure stands at the node that failed, and nothing waits while the agent is held', () => {
  expect(marks('failing', 'context_router')).toEqual({ context_router: 'failed' });
  expect(marks('paused', 'context_poll')).toEqual({ context_poll: 'last' });
  expect(marks('starting', null)).toEqual({});
});
