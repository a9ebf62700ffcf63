import { pagesRead } from '../../queries/library/always-on.ts';
import type { Detector } from './finding.ts';
import { hourStart, listed } from './words.ts';

const readMs = 60 * 60_000;
const leastPages = 5;
const leastSeconds = 15;
const pagesNamed = 12;

/** What was read in the last hour, by site, once it is enough for a note. */
export const readingNote: Detector = async ({ tsMs, timeZone }, tools) => {
  const params = { from_ms: tsMs - readMs, to_ms: tsMs + 1, least_seconds: leastSeconds };
  const pages = await tools.ask(pagesRead, params);
  if (pages.length < leastPages) return null;
  const sites = new Map<string, { minutes: number; titles: string[] }>();
  for (const { site, window_title: title, minutes } of pages.slice(0, pagesNamed)) {
    const group = sites.get(site) ?? { minutes: 0, titles: [] };
    sites.set(site, group);
    group.minutes += minutes;
    group.titles.push(title);
  }
  const groups = [...sites].sort(([, a], [, b]) => b.minutes - a.minutes);
  const lines = groups.map(
    ([site, { minutes, titles }]) => `${site}, ${Math.max(1, Math.round(minutes))} min: ${listed(titles)}`,
  );
  return {
    kind: 'reading-note',
    subject: 'pages',
    periodMs: hourStart(tsMs, timeZone),
    title: `${pages.length} pages read in the last hour`,
    body: lines.join('\n'),
    evidence: { question: pagesRead.name, params },
    isNews: false,
    prompt: () =>
      `A person read these pages in the last hour, by site:\n${lines.join('\n')}\nIn at most three sentences, say what they were finding out, for their own notes. Do not invent anything.`,
  };
};

export const researchDetectors: readonly Detector[] = [readingNote];
