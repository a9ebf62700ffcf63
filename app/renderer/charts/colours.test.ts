import { describe, expect, it } from 'vitest';
import { colourMemory } from './colour-memory.ts';
import { assignSlots, colourCount } from './colours.ts';

const names = ['Code', 'Google Chrome', 'Terminal', 'Slack', 'Figma', 'Zoom', 'Linear', 'Mail'];
const nothing = new Map<string, number>();

describe('slots', () => {
  it('differ for as many names as there are colours', () => {
    expect(names).toHaveLength(colourCount);
    expect(new Set(assignSlots(names, nothing)).size).toBe(colourCount);
  });

  it('stay with their names when others come, go and change places', () => {
    const remembered = new Map([
      ['Code', 3],
      ['Terminal', 5],
    ]);
    expect(assignSlots(['Terminal', 'Figma', 'Code'], remembered)).toEqual([5, 0, 3]);
  });

  it('are never shared by two names that are shown together', () => {
    const remembered = new Map(names.map((name) => [name, 2]));
    expect(new Set(assignSlots(names, remembered)).size).toBe(colourCount);
  });

  it('run out without failing', () => {
    expect(assignSlots([...names, 'Notes', 'Maps'], nothing)).toHaveLength(colourCount + 2);
  });
});

describe('the memory of colours', () => {
  function fakeStore(text: string | null = null) {
    return { text, getItem: () => text, setItem: (_: string, next: string) => void (text = next), read: () => text };
  }

  it('gives back what it was given and keeps the first slot of a name', () => {
    const memory = colourMemory(fakeStore(), 'apps');
    memory.remember(['Code', 'Slack'], [4, 1]);
    memory.remember(['Code'], [7]);
    expect(memory.recall(['Slack', 'Code', 'Mail'])).toEqual(
      new Map([
        ['Slack', 1],
        ['Code', 4],
      ]),
    );
  });

  it('stores no name', () => {
    const store = fakeStore();
    colourMemory(store, 'apps').remember(['Secret Project'], [1]);
    expect(store.read()).not.toContain('Secret');
  });

  it('begins anew from what it cannot read', () => {
    for (const text of ['', '{', '[[1,99]]', '{"a":1}']) {
      expect(colourMemory(fakeStore(text), 'apps').recall(['Code'])).toEqual(new Map());
    }
  });

  it('forgets the oldest beyond its limit', () => {
    const store = fakeStore();
    const memory = colourMemory(store, 'apps');
    for (let index = 0; index < 500; index += 1) memory.remember([`app ${index}`], [index % colourCount]);
    expect(memory.recall(['app 0', 'app 499'])).toEqual(new Map([['app 499', 499 % colourCount]]));
    expect(JSON.parse(store.read() ?? '[]')).toHaveLength(400);
  });
});
