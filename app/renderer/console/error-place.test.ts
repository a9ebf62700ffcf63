import { expect, it } from 'vitest';
import { type QueryError } from '../../contract/questions.ts';
import { errorPlace, lineAndColumn } from './error-place.ts';

function marked(sql: string, error: QueryError) {
  const place = errorPlace(sql, error);
  return place === null ? null : sql.slice(place.from, place.to);
}

it('a syntax error marks the token at its position', () => {
  expect(marked('SELECT 1 FORM t', { kind: 'syntax', message: '', position: 14 })).toBe('t');
  expect(marked('SELECT 1 +', { kind: 'syntax', message: '', position: 10 })).toBe('+');
  expect(marked('SELECT (1', { kind: 'syntax', message: '', position: 7 })).toBe('(');
});

it('a name that the server does not know is found in the text', () => {
  const failed = (message: string) => ({ kind: 'failed', message, code: 47 }) as const;
  const sql = "SELECT 'foo', foo FROM seq.bar";
  expect(errorPlace(sql, failed('Unknown expression identifier `foo` in scope SELECT foo'))).toEqual({
    from: 14,
    to: 17,
  });
  expect(marked(sql, failed("Unknown table expression identifier 'seq.bar' in scope"))).toBe('bar');
  expect(marked('SELECT cuont()', failed('Function with name `cuont` does not exist'))).toBe('cuont');
  expect(marked(sql, failed('Memory limit exceeded'))).toBeNull();
});

it('lines and columns are counted from one', () => {
  expect(lineAndColumn('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
  expect(lineAndColumn('', 0)).toEqual({ line: 1, column: 1 });
});
