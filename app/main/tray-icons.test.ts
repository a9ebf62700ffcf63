import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recorderStatus } from '../contract/health.ts';

const icons = resolve(__dirname, '../../resources/icons/tray');

/** Width and height of a PNG, which stand at the same place in every one. */
function sizeOf(file: string): [number, number] {
  const png = readFileSync(join(icons, file));
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

// Electron shows nothing at all for a picture that is missing, and says nothing of it.
describe.each(recorderStatus.entries.overall.options)('the icon for %s', (state) => {
  it.each([
    [`${state}Template.png`, 16],
    [`${state}Template@2x.png`, 32],
    [`${state}.png`, 24],
    [`${state}@2x.png`, 48],
  ])('%s is there in its size', (file, size) => {
    expect(sizeOf(file)).toEqual([size, size]);
  });
});
