import { expect, it } from 'vitest';
import { matchKey } from './key-match.ts';

const shortcuts = ['1', 'r', 'g s', 'Escape'];

it('finds a shortcut of one key in either case, and by the name of a key', () => {
  expect(matchKey(shortcuts, 'R', null, 0)).toEqual({ shortcut: 'r', begun: null });
  expect(matchKey(shortcuts, 'Escape', null, 0)).toEqual({ shortcut: 'Escape', begun: null });
  expect(matchKey(shortcuts, 'x', null, 0)).toEqual({ shortcut: null, begun: null });
});

it('waits for the second key of two, and not for ever', () => {
  const { begun, shortcut } = matchKey(shortcuts, 'g', null, 1_000);
  expect(shortcut).toBeNull();
  expect(matchKey(shortcuts, 's', begun, 2_000).shortcut).toBe('g s');
  expect(matchKey(shortcuts, 's', begun, 9_000)).toEqual({ shortcut: null, begun: null });
});

it('takes a second key that fits nothing for itself', () => {
  const { begun } = matchKey(shortcuts, 'g', null, 0);
  expect(matchKey(shortcuts, '1', begun, 10)).toEqual({ shortcut: '1', begun: null });
});
