import type { GreyPicture } from '../../host.ts';

/** Tesseract was trained on print: at the size of text on a plain screen it takes twice the size to tell letters apart. */
const fineEnough = 1.5;
/** Beyond this many pixels the gain is not worth the time and the memory. */
const mostPixels = 24_000_000;
const dotsPerInchOfScreen = 96;

export interface EnlargedPicture extends Omit<GreyPicture, 'scale'> {
  readonly dotsPerInch: number;
}

/** The picture in twice its size, interpolated, unless it is drawn finely already or would become too large. */
export function enlarge({ width, height, scale, pixels }: GreyPicture): EnlargedPicture {
  if (scale >= fineEnough || 4 * width * height > mostPixels || width < 2 || height < 2) {
    return { width, height, pixels, dotsPerInch: Math.round(dotsPerInchOfScreen * scale) };
  }
  const larger = new Uint8Array(4 * width * height);
  for (let y = 0; y < 2 * height; y += 1) {
    const { near: row, far: otherRow } = neighbours(y, height);
    for (let x = 0; x < 2 * width; x += 1) {
      const { near: column, far: otherColumn } = neighbours(x, width);
      const at = (r: number, c: number) => pixels[r * width + c] ?? 0;
      const nearRow = 3 * at(row, column) + at(row, otherColumn);
      const farRow = 3 * at(otherRow, column) + at(otherRow, otherColumn);
      larger[2 * y * width + x] = (3 * nearRow + farRow + 8) >> 4;
    }
  }
  return { width: 2 * width, height: 2 * height, pixels: larger, dotsPerInch: 2 * dotsPerInchOfScreen };
}

/** Each half of a pixel lies three quarters in it and one quarter in the next one on that side. */
function neighbours(position: number, size: number): { readonly near: number; readonly far: number } {
  const near = position >> 1;
  const far = near + (position % 2 === 0 ? -1 : 1);
  return { near, far: Math.min(size - 1, Math.max(0, far)) };
}

/** A picture in the plainest file format that Tesseract reads (PGM): it holds no more than its size and its pixels. */
export function toPortableGreyMap({ width, height, pixels }: Omit<EnlargedPicture, 'dotsPerInch'>): Uint8Array {
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const file = new Uint8Array(head.length + pixels.length);
  file.set(head);
  file.set(pixels, head.length);
  return file;
}
