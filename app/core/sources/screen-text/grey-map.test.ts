import { expect, it } from 'vitest';
import { enlarge, toPortableGreyMap } from './grey-map.ts';

const pixels = (...values: number[]) => new Uint8Array(values);

it('doubles a picture of plain pixels, with half tones in between', () => {
  const { width, height, pixels: larger } = enlarge({ width: 2, height: 2, scale: 1, pixels: pixels(0, 160, 0, 160) });
  expect([width, height]).toEqual([4, 4]);
  expect([...larger.subarray(0, 4)]).toEqual([0, 40, 120, 160]);
  expect([...larger.subarray(12)]).toEqual([0, 40, 120, 160]);
});

it('leaves alone what is drawn finely, and what would become too large', () => {
  const fine = { width: 2, height: 1, scale: 2, pixels: pixels(1, 2) };
  expect(enlarge(fine)).toEqual({ width: 2, height: 1, pixels: fine.pixels, dotsPerInch: 192 });
  const large = { width: 4_000, height: 2_000, scale: 1, pixels: new Uint8Array(8_000_000) };
  expect(enlarge(large).pixels).toBe(large.pixels);
});

it('writes a picture as a portable grey map', () => {
  const file = toPortableGreyMap({ width: 3, height: 1, pixels: pixels(65, 66, 67) });
  expect(new TextDecoder().decode(file)).toBe('P5\n3 1\n255\nABC');
});
