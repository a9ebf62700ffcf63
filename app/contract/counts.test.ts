import { expect, it } from 'vitest';
import { counted } from './counts.ts';

it.each([
  [counted(0, 'row'), '0 rows'],
  [counted(1, 'row'), '1 row'],
  [counted(100_000, 'row'), '100,000 rows'],
  [counted(2, 'query', 'queries'), '2 queries'],
])('%s', (text, expected) => expect(text).toBe(expected));
