import type { Settings } from '../../contract/settings.ts';

/** Values that are words of ours; every other text is the person's. */
const ownWords = new Set(['path', 'host', 'full', 'none', 'libchdb', 'executable', 'remote']);

/** The settings without what the person wrote: lists become their length, texts whether they are set. */
export function summariseSettings(settings: Settings): unknown {
  return summary(settings);
}

function summary(value: unknown): unknown {
  if (Array.isArray(value)) return { entries: value.length };
  if (typeof value === 'string') return value === '' ? '' : ownWords.has(value) ? value : '<set>';
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, summary(entry)]));
}
