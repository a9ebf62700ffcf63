/** The brightness of each pixel of a frame, which is freed. Colour says nothing to whoever recognises text. */
export function greyOf(frame: VideoFrame): { width: number; height: number; pixels: Uint8Array } {
  const { displayWidth: width, displayHeight: height } = frame;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('there is no canvas');
  context.drawImage(frame, 0, 0);
  frame.close();
  return { width, height, pixels: brightness(context.getImageData(0, 0, width, height).data) };
}

/** Of four bytes for each pixel, red, green, blue and opacity, by the weights of ITU-R BT.601. */
export function brightness(colours: Uint8ClampedArray): Uint8Array {
  const grey = new Uint8Array(colours.length / 4);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel += 1, at += 4) {
    grey[pixel] = (77 * (colours[at] ?? 0) + 150 * (colours[at + 1] ?? 0) + 29 * (colours[at + 2] ?? 0)) >> 8;
  }
  return grey;
}
