import { expect, it } from 'vitest';
import { type Item } from './items.ts';
import { summarize } from './range-summary.ts';

const minuteMs = 60_000;
const base: Omit<Item, 'key' | 'lane' | 'kind' | 'fromMs' | 'toMs'> = {
  line: 0,
  failed: false,
  faint: false,
  title: '',
  detail: '',
  origin: {},
};
const app = (name: string, from: number, to: number): Item => ({
  ...base,
  key: `${name} ${from}`,
  lane: 'windows',
  kind: 'window',
  fromMs: from * minuteMs,
  toMs: to * minuteMs,
  origin: { app: name },
});

it('counts only the time inside of the stretch, and names the two apps with most of it', () => {
  const items: Item[] = [
    app('Editor', 0, 30),
    app('Terminal', 30, 34),
    app('Browser', 34, 60),
    app('Mail', 58, 59),
    app('Notes', 59, 59.5),
    { ...base, key: 'r', lane: 'agents', kind: 'run', fromMs: 0, toMs: 90 * minuteMs },
    { ...base, key: 'e', lane: 'agents', kind: 'tool call', fromMs: 0, toMs: 90 * minuteMs },
  ];
  const summary = summarize(items, { fromMs: 20 * minuteMs, toMs: 60 * minuteMs });
  expect(summary).toEqual(['Browser 26 min', 'Editor 10 min', '3 other apps', '1 agent run']);
  expect(summarize([], { fromMs: 0, toMs: 1 })).toEqual(['nothing was recorded']);
});
