import { useEffect, useRef } from 'react';
import { type KeyMatch, matchKey } from './key-match.ts';

/** By key, or by two keys that are pressed one after the other: `'g s'`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** Runs a shortcut for a key pressed anywhere on the page, save while typing or with a modifier held. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const newest = useRef(shortcuts);
  useEffect(() => {
    newest.current = shortcuts;
  });
  useEffect(() => {
    let begun: KeyMatch['begun'] = null;
    function press(event: KeyboardEvent): void {
      if (event.metaKey || event.ctrlKey || event.altKey || event.repeat || isBusy(event)) return;
      const match = matchKey(Object.keys(newest.current), event.key, begun, event.timeStamp);
      begun = match.begun;
      const run = match.shortcut === null ? undefined : newest.current[match.shortcut];
      if (run === undefined) return;
      event.preventDefault();
      run();
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

/** A field that takes letters (a radio button takes none), the grid of a result, or a dialog, whose page rests. */
function isBusy(event: KeyboardEvent): boolean {
  // The first on the way, for what stands in a shadow root tells its host alone.
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog, [role="grid"]') !== null || target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return target.type !== 'radio' && target.type !== 'checkbox';
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
