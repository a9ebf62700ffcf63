import { expect, it } from 'vitest';
import { activeTab, loadTabs, reopened, saveTabs, type Tabs, withChange, withNewTab, withoutTab } from './tabs.ts';

function memory(content: Record<string, string> = {}) {
  const kept = new Map(Object.entries(content));
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}
function ids() {
  let last = 0;
  return () => `t${(last += 1)}`;
}
const titles = ({ open }: Tabs) => open.map(({ title }) => title);

it('tabs and the values of their parameters outlive the window', () => {
  const store = memory();
  const newId = ids();
  let tabs = loadTabs(store, newId);
  tabs = withChange(tabs, tabs.activeId, { sql: 'SELECT {a:UInt8}', params: { a: '1' }, title: 'One' });
  tabs = withNewTab(tabs, newId(), {});
  saveTabs(tabs, store);
  expect(loadTabs(store, newId)).toEqual(tabs);
});

it('what cannot be read is forgotten, and one tab is there', () => {
  const tabs = loadTabs(memory({ 'tabs of the console': '{"open":[]}' }), ids());
  expect(titles(tabs)).toEqual(['Query 1']);
  expect(activeTab(tabs).sql).toBe('');
});

it('a closed tab gives way to its neighbour and can be opened again', () => {
  const newId = ids();
  let tabs = withNewTab(withNewTab(loadTabs(memory(), newId), newId(), { sql: 'SELECT 2' }), newId(), {});
  expect(titles(tabs)).toEqual(['Query 1', 'Query 2', 'Query 3']);
  tabs = withoutTab({ ...tabs, activeId: 't2' }, 't2', newId);
  expect([titles(tabs), tabs.activeId]).toEqual([['Query 1', 'Query 3'], 't3']);
  tabs = reopened(tabs);
  expect([titles(tabs), activeTab(tabs).sql]).toEqual([['Query 1', 'Query 3', 'Query 2'], 'SELECT 2']);
  expect(reopened(tabs)).toBe(tabs);
});

it('closing the last tab leaves an empty one, and empty ones are not kept', () => {
  const newId = ids();
  const tabs = withoutTab(loadTabs(memory(), newId), 't1', newId);
  expect([titles(tabs), tabs.closed]).toEqual([['Query 1'], []]);
});

it('a text that is too long is not kept, and that is said', () => {
  const store = memory();
  const newId = ids();
  const first = loadTabs(store, newId);
  const tabs = withNewTab(withChange(first, 't1', { sql: 'x'.repeat(300_000) }), newId(), { sql: 'SELECT 2' });
  expect(saveTabs(tabs, store).map(({ id }) => id)).toEqual(['t1']);
  expect(loadTabs(store, newId).open.map(({ sql }) => sql)).toEqual(['', 'SELECT 2']);
});
