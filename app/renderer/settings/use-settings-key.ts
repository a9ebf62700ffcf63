import { useEffect, useRef } from 'react';

/** Runs `open` for Command or Control with a comma, also while typing: the keys that lead to settings everywhere. */
export function useSettingsKey(open: () => void): void {
  const newest = useRef(open);
  useEffect(() => {
    newest.current = open;
  });
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.key !== ',' || event.altKey || event.shiftKey || event.metaKey === event.ctrlKey) return;
      event.preventDefault();
      newest.current();
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
