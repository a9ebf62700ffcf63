import { expect, it } from 'vitest';
import { popoverShortcut } from './popover-shortcut.ts';

/** A system in which some combinations belong to other programs. */
function setUp(taken: readonly string[] = []) {
  const held = new Map<string, () => void>();
  let opened = 0;
  const system = {
    register(keys: string, press: () => void) {
      if (taken.includes(keys)) return false;
      held.set(keys, press);
      return true;
    },
    unregister: (keys: string) => void held.delete(keys),
  };
  const shortcut = popoverShortcut(
    system,
    () => (opened += 1),
    () => undefined,
  );
  return { shortcut, held, opened: () => opened };
}

it('holds one combination at a time, and none when there is none to hold', () => {
  const { shortcut, held, opened } = setUp();
  shortcut.set('Control+Alt+H');
  shortcut.set('Control+Alt+J');
  expect([...held.keys()]).toEqual(['Control+Alt+J']);
  held.get('Control+Alt+J')?.();
  expect([opened(), shortcut.state()]).toEqual([1, 'working']);
  shortcut.set('');
  expect([held.size, shortcut.state()]).toEqual([0, 'none']);
});

it('says that another program has the keys, and lets go of the old ones', () => {
  const { shortcut, held } = setUp(['Control+Space']);
  shortcut.set('Control+Alt+H');
  shortcut.set('Control+Space');
  expect([held.size, shortcut.state()]).toEqual([0, 'taken']);
});

it('never asks the system for what would take a letter away', () => {
  const { shortcut, held } = setUp();
  shortcut.set('H');
  expect([held.size, shortcut.state()]).toEqual([0, 'invalid']);
});
