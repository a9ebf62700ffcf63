import { expect, it } from 'vitest';
import { filterSchema } from './schema-search.ts';

const column = (name: string) => ({ name, type: 'String', comment: '' });
const table = (name: string, ...columns: string[]) => ({ name, engine: 'Log', rows: 1, columns: columns.map(column) });
const catalogue = {
  keywords: [],
  types: [],
  functions: [],
  tableFunctions: [],
  databases: [
    { name: 'seq', tables: [table('context', 'app', 'title'), table('notes', 'text')] },
    { name: 'system', tables: [table('parts', 'App_size')] },
  ],
};
const found = (search: string) =>
  filterSchema(catalogue, search).map(({ name, tables }) => [
    name,
    tables.map((each) => `${each.name}(${each.columns.map((one) => one.name).join()})`),
  ]);

it('without a word everything stands, closed', () => {
  expect(filterSchema(catalogue, ' ').map(({ isFound }) => isFound)).toEqual([false, false]);
});

it('a table is found by its name with all columns, or by columns with these alone', () => {
  expect(found('CONT')).toEqual([['seq', ['context(app,title)']]]);
  expect(found('app')).toEqual([
    ['seq', ['context(app)']],
    ['system', ['parts(App_size)']],
  ]);
  expect(found('nothing')).toEqual([]);
});
