import { useState } from 'react';
import { useSession } from '../data/session.ts';
import { clamp } from './grid-geometry.ts';

const key = 'height of the editor';
export const leastHeight = 80;
export const mostHeight = 900;
const usualHeight = 190;

/** How high the editor is; it outlives the window. */
export function useEditorHeight(): readonly [number, (height: number) => void] {
  const { store } = useSession();
  const [height, setHeight] = useState(() => kept(store.getItem(key)));
  return [
    height,
    (next) => {
      const bounded = clamp(Math.round(next), leastHeight, mostHeight);
      setHeight(bounded);
      store.setItem(key, String(bounded));
    },
  ];
}

function kept(text: string | null): number {
  const height = Number(text ?? usualHeight);
  return Number.isFinite(height) ? clamp(height, leastHeight, mostHeight) : usualHeight;
}
