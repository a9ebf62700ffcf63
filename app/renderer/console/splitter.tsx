import { type KeyboardEvent, type PointerEvent as ReactPointerEvent } from 'react';
import { leastHeight, mostHeight } from './use-editor-height.ts';

const step = 24;

/** The border between editor and result: dragged, or moved by the arrow keys. */
export function Splitter({ height, onHeight }: { height: number; onHeight: (height: number) => void }) {
  function press(event: KeyboardEvent): void {
    const by = { ArrowUp: -step, ArrowDown: step }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onHeight(height + by);
  }
  function drag(event: ReactPointerEvent<HTMLElement>): void {
    const grip = event.currentTarget;
    const begin = event.clientY;
    grip.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent) => onHeight(height + moved.clientY - begin);
    grip.addEventListener('pointermove', move);
    const stop = () => grip.removeEventListener('pointermove', move);
    grip.addEventListener('pointerup', stop, { once: true });
    grip.addEventListener('pointercancel', stop, { once: true });
  }
  return (
    <div
      className="splitter"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the editor"
      aria-valuenow={height}
      aria-valuemin={leastHeight}
      aria-valuemax={mostHeight}
      tabIndex={0}
      onKeyDown={press}
      onPointerDown={drag}
    />
  );
}
