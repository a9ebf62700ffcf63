import { expect, it } from 'vitest';
import { placePopover } from './popover-place.ts';

const macWorkArea = { x: 0, y: 25, width: 1440, height: 875 };
const size = { width: 360, height: 560 };

it('hangs under an icon in the menu bar, centred', () => {
  const tray = { x: 1000, y: 0, width: 24, height: 25 };
  expect(placePopover(tray, macWorkArea, size)).toEqual({ x: 832, y: 31, ...size });
});

it('stays on the screen when the icon is near its edge', () => {
  const tray = { x: 1410, y: 0, width: 24, height: 25 };
  expect(placePopover(tray, macWorkArea, size).x).toBe(1440 - 360);
});

it('stands over an icon in a panel at the bottom', () => {
  const workArea = { x: 0, y: 0, width: 1920, height: 1050 };
  const tray = { x: 1700, y: 1050, width: 30, height: 30 };
  expect(placePopover(tray, workArea, size).y).toBe(1050 - 560 - 6);
});

it('goes to the upper right corner where the desktop hides the place of the icon', () => {
  const nowhere = { x: 0, y: 0, width: 0, height: 0 };
  const second = { x: 1920, y: 100, width: 1280, height: 700 };
  expect(placePopover(nowhere, second, size)).toEqual({ x: 1920 + 1280 - 360 - 6, y: 106, ...size });
});

it('shrinks to a screen that is too small for it', () => {
  const small = { x: 0, y: 0, width: 300, height: 400 };
  const nowhere = { x: 0, y: 0, width: 0, height: 0 };
  expect(placePopover(nowhere, small, size)).toEqual({ x: 0, y: 0, width: 300, height: 400 });
});
