import { type Page } from '../data/page.ts';
import { observable, type Observable } from './observable.ts';
import { loadTabs, reopened, saveTabs, type Tab, type Tabs, withChange, withNewTab, withoutTab } from './tabs.ts';

export interface TabStore {
  readonly tabs: Observable<Tabs>;
  /** Tabs whose text is too long to be kept for the next window. */
  readonly unkept: Observable<readonly Tab[]>;
  readonly open: (content: Partial<Omit<Tab, 'id'>>) => void;
  readonly close: (id: string) => void;
  readonly reopen: () => void;
  readonly activate: (id: string) => void;
  readonly change: (id: string, change: Partial<Omit<Tab, 'id'>>) => void;
  /** Writes down what was not yet: every pause in typing does, and the end of the window. */
  readonly save: () => void;
}

const pauseMs = 400;

export function createTabStore(store: Page['store'], newId: () => string): TabStore {
  const tabs = observable(loadTabs(store, newId));
  const unkept = observable<readonly Tab[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    const left = saveTabs(tabs.current(), store);
    const ids = (list: readonly Tab[]) => list.map(({ id }) => id).join();
    if (ids(left) !== ids(unkept.current())) unkept.set(left);
  }
  function set(next: Tabs): void {
    tabs.set(next);
    clearTimeout(timer);
    timer = setTimeout(save, pauseMs);
  }

  return {
    tabs,
    unkept,
    open: (content) => set(withNewTab(tabs.current(), newId(), content)),
    close: (id) => set(withoutTab(tabs.current(), id, newId)),
    reopen: () => set(reopened(tabs.current())),
    activate: (id) => set({ ...tabs.current(), activeId: id }),
    change: (id, change) => set(withChange(tabs.current(), id, change)),
    save: () => {
      if (timer !== undefined) save();
    },
  };
}
