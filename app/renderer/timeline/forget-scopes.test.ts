import { expect, it } from 'vitest';
import * as v from 'valibot';
import { forgetScope } from '../../contract/forget.ts';
import { type Item } from './items.ts';
import { quickForget, quickScope, scopesOf } from './forget-scopes.ts';

const item: Item = {
  key: 'w',
  lane: 'windows',
  kind: 'window',
  line: 0,
  fromMs: 1_000,
  toMs: 2_000,
  failed: false,
  faint: false,
  title: 'Safari',
  detail: '',
  origin: { app: 'Safari', domain: 'example.org' },
};

it('offers a window by its time, its app and its domain', () => {
  expect(scopesOf({ kind: 'item', item }).map(({ kind, label }) => [kind, label])).toEqual([
    ['time', 'Forget this time…'],
    ['app', 'Forget Safari…'],
    ['domain', 'Forget example.org…'],
  ]);
});

it('takes agents along where something of an agent was chosen, also where it has no length', () => {
  const [error] = scopesOf({ kind: 'item', item: { ...item, lane: 'errors', toMs: 1_000, origin: {} } });
  expect(error?.scope).toMatchObject({ from_ms: 1_000, to_ms: 1_001, agents: true });
});

it('gives only scopes that the recorder takes', () => {
  const day = { fromMs: 0, toMs: 86_400_000 };
  const scopes = [
    ...scopesOf({ kind: 'item', item }),
    ...scopesOf({ kind: 'range', span: { fromMs: 5.5, toMs: 9.25 } }),
  ].map(({ scope }) => scope);
  for (const scope of [...scopes, ...quickForget.map(({ key }) => quickScope(key, day, 40_000_000))]) {
    expect(v.is(forgetScope, scope)).toBe(true);
  }
  expect(quickScope('day', day, 40_000_000).to_ms).toBe(40_000_000);
});
