import { useEffect, useState } from 'react';
import { type MainPlace } from '../../contract/ipc.ts';
import { onOpenInConsole } from '../data/open-in-console.ts';
import { firstPlace, rememberPlace } from '../data/place.ts';
import { useSession } from '../data/session.ts';
import { entryOf } from './places.tsx';

/** The page that the main window shows; it outlives the window. */
export function usePlace(): readonly [MainPlace, (place: MainPlace) => void] {
  const { calls, store } = useSession();
  const [place, setPlace] = useState(() => firstPlace(window.location.hash, store));
  useEffect(() => {
    // What the window was opened on has been read; a reload goes to the page that was looked at last.
    if (window.location.hash !== '') window.history.replaceState(null, '', window.location.pathname);
  }, []);
  useEffect(() => {
    rememberPlace(place, store);
    document.title = `Hivebar ${entryOf(place).label.toLowerCase()}`;
  }, [place, store]);
  useEffect(() => {
    const stop = calls.onPlace(setPlace);
    return () => void stop();
  }, [calls]);
  useEffect(() => {
    const stop = onOpenInConsole(() => setPlace('console'));
    return () => void stop();
  }, []);
  return [place, setPlace];
}
