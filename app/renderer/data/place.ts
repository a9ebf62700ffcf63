import * as v from 'valibot';
import { type MainPlace, mainPlace } from '../../contract/ipc.ts';
import { type Page } from './page.ts';

const key = 'page of the main window';

/** Where the main window opens: on the page it was asked for (`#sources`), else on the one looked at last. */
export function firstPlace(hash: string, store: Pick<Page['store'], 'getItem'>): MainPlace {
  for (const word of [hash.replace(/^#/, ''), store.getItem(key)]) {
    const place = v.safeParse(mainPlace, word);
    if (place.success) return place.output;
  }
  return 'overview';
}

export function rememberPlace(place: MainPlace, store: Pick<Page['store'], 'setItem'>): void {
  store.setItem(key, place);
}
