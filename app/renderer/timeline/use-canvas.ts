import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react';
import { drawLanes, type Picture } from './draw-lanes.ts';

const darkQuery = '(prefers-color-scheme: dark)';

function followScheme(listener: () => void): () => void {
  const query = matchMedia(darkQuery);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Draws `picture` whenever it, the colours of the system or the resolution of the screen change. */
export function useCanvas(canvas: RefObject<HTMLCanvasElement | null>, picture: Picture): void {
  const dark = useSyncExternalStore(followScheme, () => matchMedia(darkQuery).matches);
  const [ratio, setRatio] = useState(devicePixelRatio);
  useEffect(() => {
    const query = matchMedia(`(resolution: ${ratio}dppx)`);
    const change = () => setRatio(devicePixelRatio);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, [ratio]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const sheet = context.canvas;
    sheet.width = Math.round(picture.width * ratio);
    sheet.height = Math.round(picture.layout.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(document.documentElement);
    const read = new Map<string, string>();
    drawLanes(context, picture, (name) => {
      const known = read.get(name) ?? style.getPropertyValue(name).trim();
      read.set(name, known);
      return known;
    });
  }, [canvas, picture, dark, ratio]);
}
