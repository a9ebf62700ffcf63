import * as v from 'valibot';
import { type Page } from '../data/page.ts';

/** One text in the editor, with the values of its parameters. */
const tab = v.object({
  id: v.string(),
  title: v.string(),
  sql: v.string(),
  params: v.record(v.string(), v.string()),
});
export type Tab = v.InferOutput<typeof tab>;

/** All tabs. There is always one. */
export interface Tabs {
  readonly open: readonly Tab[];
  readonly activeId: string;
  /** The one that was closed last comes last. */
  readonly closed: readonly Tab[];
}

const stored = v.object({ open: v.pipe(v.array(tab), v.minLength(1)), activeId: v.string(), closed: v.array(tab) });
const key = 'tabs of the console';
/** A window keeps about five million signs for all that it remembers. */
const longestText = 200_000;
const longestAll = 1_000_000;
const mostOpen = 40;
const mostClosed = 10;

/** The tabs as the last window left them, else one that is empty. */
export function loadTabs(store: Pick<Page['store'], 'getItem'>, newId: () => string): Tabs {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stored), store.getItem(key));
  if (!parsed.success) return withNewTab({ open: [], activeId: '', closed: [] }, newId(), {});
  const { open, activeId } = parsed.output;
  return { ...parsed.output, activeId: open.some(({ id }) => id === activeId) ? activeId : (open[0]?.id ?? '') };
}

/** Keeps the tabs for the next window; says which had to be left out because they are too long. */
export function saveTabs(tabs: Tabs, store: Pick<Page['store'], 'setItem'>): readonly Tab[] {
  let left = longestAll;
  const fits = ({ sql }: Tab) => {
    if (sql.length > longestText || sql.length > left) return false;
    left -= sql.length;
    return true;
  };
  const open = tabs.open.map((each) => (fits(each) ? each : { ...each, sql: '' }));
  store.setItem(key, JSON.stringify({ open, activeId: tabs.activeId, closed: tabs.closed.filter(fits) }));
  return tabs.open.filter((each, index) => open[index] !== each);
}

export function activeTab(tabs: Tabs): Tab {
  const found = tabs.open.find(({ id }) => id === tabs.activeId) ?? tabs.open[0];
  if (found === undefined) throw new Error('There is always one tab.');
  return found;
}

/** Opens a tab behind the others; at the limit nothing is opened. */
export function withNewTab(tabs: Tabs, id: string, content: Partial<Omit<Tab, 'id'>>): Tabs {
  if (tabs.open.length >= mostOpen) return tabs;
  const { title = freeTitle(tabs), sql = '', params = {} } = content;
  return { ...tabs, open: [...tabs.open, { id, title, sql, params }], activeId: id };
}

export function withChange(tabs: Tabs, id: string, change: Partial<Omit<Tab, 'id'>>): Tabs {
  return { ...tabs, open: tabs.open.map((each) => (each.id === id ? { ...each, ...change } : each)) };
}

/** Closes a tab; its neighbour is shown then, and a new one when it was the last. */
export function withoutTab(tabs: Tabs, id: string, newId: () => string): Tabs {
  const index = tabs.open.findIndex((each) => each.id === id);
  const gone = tabs.open[index];
  if (gone === undefined) return tabs;
  const open = tabs.open.filter((each) => each !== gone);
  const closed = gone.sql.trim() === '' ? tabs.closed : [...tabs.closed, gone].slice(-mostClosed);
  const neighbour = open[Math.min(index, open.length - 1)];
  if (neighbour === undefined) return withNewTab({ open, activeId: '', closed }, newId(), {});
  return { open, closed, activeId: tabs.activeId === id ? neighbour.id : tabs.activeId };
}

export function reopened(tabs: Tabs): Tabs {
  const last = tabs.closed.at(-1);
  if (last === undefined || tabs.open.length >= mostOpen) return tabs;
  return { open: [...tabs.open, last], activeId: last.id, closed: tabs.closed.slice(0, -1) };
}

/** `Query 1`, or the first number that no tab has. */
function freeTitle({ open }: Tabs): string {
  for (let number = 1; ; number += 1) {
    const title = `Query ${number}`;
    if (!open.some((each) => each.title === title)) return title;
  }
}
