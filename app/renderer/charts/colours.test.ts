import { expect, it } from 'vitest';
import { colourCount, createColours } from './colours.ts';

const names = ['Code', 'Google Chrome', 'Terminal', 'Slack', 'Figma', 'Zoom', 'Linear', 'Mail'];

it('gives as many names as there are colours a colour each', () => {
  expect(names).toHaveLength(colourCount);
  expect(new Set(createColours().assign(names)).size).toBe(colourCount);
});

it('keeps the colour of a name when others come, go and change places', () => {
  const colours = createColours();
  const [code, , terminal] = colours.assign(['Code', 'Slack', 'Terminal']);
  expect(colours.assign(['Terminal', 'Figma', 'Zoom', 'Code'])[0]).toBe(terminal);
  expect(colours.assign(['Zoom', 'Code'])[1]).toBe(code);
});

it('never shows two names together in one colour, whatever was shown before', () => {
  const colours = createColours();
  for (let round = 0; round < 50; round += 1) {
    const shown = Array.from({ length: colourCount }, (_, index) => `app ${round * 3 + index * 7}`);
    expect(new Set(colours.assign(shown)).size).toBe(colourCount);
  }
});

it('agrees between two windows on a name alone', () => {
  expect(createColours().assign(['Slack'])).toEqual(createColours().assign(['Slack']));
});

it('still colours more names than there are colours', () => {
  const assigned = createColours().assign([...names, 'Notes']);
  expect(assigned).toHaveLength(colourCount + 1);
  expect(assigned.every((colour) => /^var\(--category-[1-8]\)$/.test(colour))).toBe(true);
});
