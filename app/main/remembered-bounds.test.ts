import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rememberedBounds } from './remembered-bounds.ts';

const screen = { x: 0, y: 25, width: 1440, height: 875 };
const place = { x: 100, y: 60, width: 1000, height: 700 };
let dir = '';
let logged: string[] = [];
const log = (_level: string, message: string) => {
  logged.push(message);
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hivebar-bounds-'));
  logged = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('opens the window where it was closed', () => {
  rememberedBounds(join(dir, 'overview.json'), log).write(place);
  expect(rememberedBounds(join(dir, 'overview.json'), log).read([screen])).toEqual(place);
});

it('knows no place before the first time, without a word in the log', () => {
  expect(rememberedBounds(join(dir, 'overview.json'), log).read([screen])).toBeUndefined();
  expect(logged).toEqual([]);
});

it('forgets a place on a screen that was unplugged', () => {
  const remembered = rememberedBounds(join(dir, 'overview.json'), log);
  remembered.write({ ...place, x: 1600 });
  expect(remembered.read([screen])).toBeUndefined();
  expect(remembered.read([screen, { x: 1440, y: 0, width: 1440, height: 900 }])).toMatchObject({ x: 1600 });
});

it.each(['{', '{"x":1}', '{"x":0,"y":0,"width":1e9,"height":700}'])('survives a damaged file: %s', (content) => {
  writeFileSync(join(dir, 'overview.json'), content);
  expect(rememberedBounds(join(dir, 'overview.json'), log).read([screen])).toBeUndefined();
  expect(logged).toHaveLength(1);
});

it('goes on when the place cannot be stored', () => {
  rememberedBounds(join(dir, 'missing', 'overview.json'), log).write(place);
  expect(logged).toEqual(['the place of the window was not stored']);
});
