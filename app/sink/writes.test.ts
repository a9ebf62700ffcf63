import { expect, it } from 'vitest';
import { writesOf } from './writes.ts';

it.each([
  ['an update', { notes: ['a'], count: 1 }, 2],
  ['nothing', undefined, 0],
  ['null', null, 0],
  ['a value that is no update', 'text', 0],
  ['an empty update', {}, 0],
  ['a command', { lg_name: 'Command', goto: ['a'], update: { notes: [] } }, 1],
  ['a command without update', { lg_name: 'Command', goto: ['a'] }, 0],
  ['a command with pairs', { lg_name: 'Command', update: [['notes', 1]] }, 1],
  ['several updates', [{ notes: 1 }, { lg_name: 'Command', update: { count: 2 } }], 2],
  [
    'pairs of channel and value',
    [
      ['notes', 1],
      ['count', 2],
    ],
    2,
  ],
])('counts the channels of %s', (_, result, writes) => {
  expect(writesOf(result)).toBe(writes);
});
