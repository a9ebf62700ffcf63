import { describe, expect, it } from 'vitest';
import { type ConsoleCatalogue } from '../../contract/console.ts';
import { completionsAt, helpAt } from './completion.ts';

const columns = [
  { name: 'ts', type: 'DateTime64(3)', comment: 'When it was.' },
  { name: 'app name', type: 'String', comment: '' },
];
const catalogue: ConsoleCatalogue = {
  keywords: ['SELECT', 'GROUP BY'],
  types: ['UInt8', 'String'],
  functions: [{ name: 'count', aggregate: true, syntax: 'count()', description: 'Counts rows.' }],
  tableFunctions: [{ name: 'numbers', description: 'Whole numbers from 0 on.' }],
  databases: [
    { name: 'seq', tables: [{ name: 'context', engine: 'MergeTree', rows: 5, columns }] },
    { name: 'system', tables: [{ name: 'tables', engine: 'SystemTables', rows: null, columns: [] }] },
  ],
};

/** What is offered where `|` stands. */
function offered(marked: string, explicit = false) {
  const offset = marked.indexOf('|');
  return completionsAt(marked.replace('|', ''), offset, { catalogue, explicit });
}
const labels = (marked: string, explicit = false) => offered(marked, explicit)?.options.map(({ label }) => label);
/** In the order in which equal matches are shown. */
const best = (marked: string) =>
  [...(offered(marked)?.options ?? [])].sort((a, b) => (b.boost ?? 0) - (a.boost ?? 0))[0]?.label;

describe('what is offered', () => {
  it('behind FROM are tables, one space is enough', () => {
    expect(labels('SELECT * FROM |')).toEqual(['seq.context', 'system.tables', 'seq', 'system', 'numbers']);
    expect(labels('SELECT * FROM a JOIN con|')).toContain('seq.context');
    expect(best('SELECT * FROM con|')).toBe('seq.context');
  });

  it('behind a database are its tables, behind a table or alias its columns', () => {
    expect(labels('SELECT * FROM seq.|')).toEqual(['context']);
    expect(labels('SELECT c.| FROM seq.context AS c')).toEqual(['ts', '`app name`']);
    expect(labels('SELECT context.t| FROM seq.context')).toEqual(['ts', '`app name`']);
    expect(labels('SELECT seq.context.| FROM seq.context')).toEqual(['ts', '`app name`']);
    expect(labels('SELECT nothing.| FROM seq.context')).toBeUndefined();
  });

  it('elsewhere are columns in scope first, then all that the server knows', () => {
    expect(best('SELECT t| FROM seq.context')).toBe('ts');
    expect(labels('SELECT t| FROM seq.context')).toEqual(
      expect.arrayContaining(['count', 'SELECT', 'GROUP BY', 'UInt8']),
    );
    expect(labels('SELECT t|')).not.toContain('ts');
  });

  it('only columns of the statement around the cursor are in scope', () => {
    expect(labels('SELECT t| FROM x; SELECT 1 FROM seq.context')).not.toContain('ts');
    expect(labels('SELECT 1 FROM x; SELECT t| FROM seq.context; SELECT 2')).toContain('ts');
  });

  it('behind :: and in a parameter are types', () => {
    expect(labels('SELECT 1::U|')).toEqual(['UInt8', 'String']);
    expect(labels('SELECT {a:U|')).toEqual(['UInt8', 'String']);
  });

  it('in texts, comments and numbers is nothing', () => {
    for (const sql of ["SELECT 'a|'", "SELECT 'a|", 'SELECT 1 -- a|', 'SELECT /* a| */ 1', 'SELECT 12|']) {
      expect(offered(sql, true)).toBeNull();
    }
    expect(offered("SELECT 'a' |", true)).not.toBeNull();
  });

  it('without a word is nothing unless it was asked for', () => {
    expect(offered('SELECT |')).toBeNull();
    expect(labels('SELECT | FROM seq.context', true)).toContain('ts');
  });

  it('replaces the word at the cursor', () => {
    expect(offered('SELECT cou|')?.from).toBe(7);
    expect(offered('SELECT c.t| FROM seq.context c')?.from).toBe(9);
  });
});

it('help is given on functions, columns and tables', () => {
  const sql = 'SELECT count(c.ts) FROM seq.context AS c';
  expect(helpAt(sql, 8, catalogue)).toMatchObject({ title: 'count', text: 'count()\n\nCounts rows.' });
  expect(helpAt(sql, 15, catalogue)).toMatchObject({ title: 'ts DateTime64(3)', text: 'When it was.' });
  expect(helpAt(sql, 30, catalogue)?.title).toBe('context (MergeTree, 5 rows)');
  expect(helpAt(sql, 0, catalogue)).toBeNull();
});
