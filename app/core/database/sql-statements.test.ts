import { expect, it } from 'vitest';
import { splitStatements } from './sql-statements.ts';

it.each([
  ['nothing', '', []],
  ['only comments', '-- a; b\n/* c; */\n', []],
  ['one without a semicolon', 'SELECT 1', ['SELECT 1']],
  ['two', 'SELECT 1;\nSELECT 2;\n', ['SELECT 1', 'SELECT 2']],
  ['empty ones in between', ';;SELECT 1;;', ['SELECT 1']],
  ['a semicolon in a string', "SELECT 'a;b'; SELECT 2", ["SELECT 'a;b'", 'SELECT 2']],
  ['a quote doubled in a string', "SELECT 'it''s; x'; SELECT 2", ["SELECT 'it''s; x'", 'SELECT 2']],
  ['a quote escaped in a string', "SELECT 'it\\'; x'; SELECT 2", ["SELECT 'it\\'; x'", 'SELECT 2']],
  ['a backslash that ends a string', "SELECT '\\\\'; SELECT 2", ["SELECT '\\\\'", 'SELECT 2']],
  ['quoted names', 'SELECT `a;b`, "c;d"; SELECT 2', ['SELECT `a;b`, "c;d"', 'SELECT 2']],
  ['a comment to the end of the line', "SELECT 1 -- it's; more\n; SELECT 2", ["SELECT 1 -- it's; more", 'SELECT 2']],
  ['a comment in a string', "SELECT '-- x;'; SELECT 2", ["SELECT '-- x;'", 'SELECT 2']],
  ['a block comment', "SELECT /* it's; */ 1; SELECT 2", ["SELECT /* it's; */ 1", 'SELECT 2']],
  ['a heredoc', 'SELECT $a$;$a$; SELECT 2', ['SELECT $a$;$a$', 'SELECT 2']],
  ['a comment before a statement', '-- why;\nSELECT 1;', ['-- why;\nSELECT 1']],
  ['an operator that looks like a comment', 'SELECT 3 - -1; SELECT 2', ['SELECT 3 - -1', 'SELECT 2']],
  ['a string that never ends', "SELECT 'a; SELECT 2", ["SELECT 'a; SELECT 2"]],
])('splits %s', (_, sql, statements) => {
  expect(splitStatements(sql)).toEqual(statements);
});
