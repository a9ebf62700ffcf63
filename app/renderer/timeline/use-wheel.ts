import { type RefObject, useEffect, useRef } from 'react';

interface WheelMoves {
  /** The picture becomes `factor` times as long around the pixel `x`. */
  readonly zoom: (factor: number, x: number) => void;
  readonly pan: (px: number) => void;
}

/** A turn of the wheel by this much doubles or halves. */
const doublingPx = 240;

/**
 * The wheel with Ctrl or Cmd zooms, and so does a pinch, which arrives as the same; sideways, or with Shift, it moves.
 * A plain turn is left to the page, which scrolls.
 */
export function useWheel(frame: RefObject<HTMLElement | null>, moves: WheelMoves): void {
  const newest = useRef(moves);
  useEffect(() => {
    newest.current = moves;
  });
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    function turn(event: WheelEvent): void {
      const [dx, dy] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      if (event.ctrlKey || event.metaKey) {
        newest.current.zoom(2 ** (dy / doublingPx), event.clientX - (element?.getBoundingClientRect().left ?? 0));
      } else if (Math.abs(dx) > Math.abs(dy)) {
        newest.current.pan(dx);
      } else {
        return;
      }
      event.preventDefault();
    }
    // React listens passively, and a passive listener cannot keep the page from zooming itself.
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [frame]);
}
