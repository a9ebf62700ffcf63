import { type Page } from '../data/page.ts';
import { type SectionName, sections } from './section-nav.tsx';

const key = 'section of the settings';

/** The section that was looked at last, or that another page leads to. */
export function rememberedSection(store: Pick<Page['store'], 'getItem'>): SectionName {
  const name = store.getItem(key);
  return sections.find((section) => section.name === name)?.name ?? 'recording';
}

export function rememberSection(name: SectionName, store: Pick<Page['store'], 'setItem'>): void {
  store.setItem(key, name);
}
