import { expect, it } from 'vitest';
import { type ConsoleCatalogue } from '../../contract/console.ts';
import { findTable, quoteName, tablesInScope } from './sql-scope.ts';

const inScope = (sql: string) =>
  tablesInScope(sql).map(({ database, table, name }) => `${database ?? '?'}.${table} ${name}`);

it.each([
  ['SELECT 1', []],
  ['SELECT * FROM context', ['?.context context']],
  ['SELECT * FROM seq.context AS c WHERE c.', ['seq.context c']],
  ['SELECT * FROM seq.context c FINAL', ['seq.context c']],
  ['SELECT * FROM seq.context FINAL AS c', ['seq.context c']],
  ['SELECT * FROM `a b`.`c``d` WHERE 1', ['a b.c`d c`d']],
  ['SELECT * FROM a, b.c AS d JOIN e ON d.x = e.x', ['?.a a', 'b.c d', '?.e e']],
  ['SELECT * FROM (SELECT x FROM inner_table i) AS o', ['?.inner_table i']],
  ['SELECT * FROM numbers(10)', []],
  ['INSERT INTO seq.notes (a) VALUES', ['seq.notes notes']],
  ['INSERT INTO TABLE seq.notes', ['seq.notes notes']],
  ["SELECT 'FROM x' -- FROM y", []],
  ['SELECT * FROM a ANY LEFT JOIN b USING id', ['?.a a', '?.b b']],
  ['SELECT * FROM seq.', ['?.seq seq']],
])('%s reads %j', (sql, expected) => {
  expect(inScope(sql)).toEqual(expected);
});

it('a table is found in its database, or in any when none is named', () => {
  const table = { name: 't', engine: 'Log', rows: null, columns: [] };
  const catalogue = {
    keywords: [],
    types: [],
    functions: [],
    tableFunctions: [],
    databases: [
      { name: 'a', tables: [] },
      { name: 'b', tables: [table] },
    ],
  } satisfies ConsoleCatalogue;
  expect(findTable(catalogue, { database: null, table: 't', name: 't' })).toBe(table);
  expect(findTable(catalogue, { database: 'b', table: 't', name: 't' })).toBe(table);
  expect(findTable(catalogue, { database: 'a', table: 't', name: 't' })).toBeNull();
});

it('a name is quoted only where it must be', () => {
  expect([quoteName('plain_1'), quoteName('1st'), quoteName('a`b\\c')]).toEqual(['plain_1', '`1st`', '`a\\`b\\\\c`']);
});
