import { expect, it } from 'vitest';
import { chooseStatements, firstTrouble, withValues } from './choose-statements.ts';

const text = 'SELECT {a:UInt8};\nSELECT {b:String}, {a:UInt8};\nSELECT 3';
const chosen = (from: number, to = from, scope: 'here' | 'all' = 'here') =>
  chooseStatements({ text, selection: { from, to } }, scope);

it('the statement at the cursor, those of the selection, or all are run', () => {
  expect(chosen(20).map((one) => one.text)).toEqual(['SELECT {b:String}, {a:UInt8}']);
  expect(chosen(0, 0, 'all')).toHaveLength(3);
  const selected = chosen(18, text.length);
  expect(selected.map(({ from, to }) => text.slice(from, to))).toEqual(['SELECT {b:String}, {a:UInt8}', 'SELECT 3']);
  expect(chosen(7, 9).map((one) => one.text)).toEqual(['{a']);
});

it('each statement gets its own parameters only', () => {
  expect(withValues(chosen(0, 0, 'all'), { a: '1', b: 'x', c: 'y' }).map(({ params }) => params)).toEqual([
    { a: '1' },
    { b: 'x', a: '1' },
    {},
  ]);
});

it('a value that cannot be right holds the run back', () => {
  expect(firstTrouble(chosen(0, 0, 'all'), {})).toBe('a');
  expect(firstTrouble(chosen(0, 0, 'all'), { a: '1' })).toBeNull();
  expect(firstTrouble(chosen(text.length), {})).toBeNull();
});
