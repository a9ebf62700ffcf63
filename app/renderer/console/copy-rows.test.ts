import { expect, it } from 'vitest';
import { ok } from '../../contract/result.ts';
import { mostCopiedRows, rowsAsText, rowsOfBlock } from './copy-rows.ts';

const columns = [
  { name: 'n', type: 'UInt64' },
  { name: 'text', type: 'Nullable(String)' },
  { name: 'list', type: 'Array(String)' },
];
const rows = [
  ['18446744073709551615', 'a\tb\n"c"', ['x', 'y']],
  ['1', null, []],
];

it('tabs and line ends in a text do not break the table', () => {
  expect(rowsAsText(rows, columns, 'tsv')).toBe('18446744073709551615\ta\\tb\\n"c"\t["x", "y"]\n1\t\\N\t[]');
  expect(rowsAsText(rows, columns, 'tsv-names')).toMatch(/^n\ttext\tlist\n/);
});

it('one cell is copied as it is', () => {
  expect(rowsAsText([['a\tb\n']], [{ name: 's', type: 'String' }], 'tsv')).toBe('a\tb\n');
});

it('CSV quotes what it must', () => {
  expect(rowsAsText(rows, columns, 'csv')).toBe(
    'n,text,list\n18446744073709551615,"a\tb\n""c""","[""x"", ""y""]"\n1,\\N,[]',
  );
});

it('JSON keeps the digits of wide numbers', () => {
  expect(JSON.parse(rowsAsText(rows, columns, 'json'))).toEqual([
    { n: '18446744073709551615', text: 'a\tb\n"c"', list: ['x', 'y'] },
    { n: '1', text: null, list: [] },
  ]);
});

it('a block is fetched by windows, no further than its limit', async () => {
  const asked: number[][] = [];
  const block = { firstRow: 10, lastRow: 1_000_000, firstColumn: 1, lastColumn: 1 };
  const answer = await rowsOfBlock(block, (from, count) => {
    asked.push([from, count]);
    return Promise.resolve(ok(Array.from({ length: count }, (_, index) => ['', from + index, ''])));
  });
  expect(asked[0]).toEqual([10, 1_000]);
  expect(answer.ok && answer.value.length).toBe(mostCopiedRows);
  expect(answer.ok && answer.value[0]).toEqual([10]);
});
