import { expect, it } from 'vitest';
import { firstPlace, rememberPlace } from './place.ts';

function store() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

it('opens where it was asked to, else where the person was last, else on the overview', () => {
  const kept = store();
  expect(firstPlace('', kept)).toBe('overview');
  rememberPlace('sources', kept);
  expect(firstPlace('', kept)).toBe('sources');
  expect(firstPlace('#overview', kept)).toBe('overview');
  expect(firstPlace('#nowhere', kept)).toBe('sources');
});
