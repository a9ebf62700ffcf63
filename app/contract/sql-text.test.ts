import { describe, expect, it } from 'vitest';
import { parameterPlaces, parameterText, sqlParameters, sqlStatements, statementAt } from './sql-text.ts';

const texts = (sql: string) => sqlStatements(sql).map(({ text }) => text);

describe('statements', () => {
  it('end at a semicolon and at the end of the text', () => {
    expect(texts('SELECT 1;SELECT 2')).toEqual(['SELECT 1', 'SELECT 2']);
    expect(texts(' SELECT 1 ; \n\n SELECT 2 ;;; ')).toEqual(['SELECT 1', 'SELECT 2']);
    expect(texts('')).toEqual([]);
  });

  it('keep their text and their place to the letter', () => {
    const sql = '  SELECT  1 -- one\n; \tSELECT\n2  ';
    for (const { from, to, text } of sqlStatements(sql)) expect(sql.slice(from, to)).toBe(text);
    expect(sqlStatements(sql)).toEqual([
      { from: 2, to: 18, text: 'SELECT  1 -- one' },
      { from: 22, to: 30, text: 'SELECT\n2' },
    ]);
  });

  it.each([
    ["SELECT ';'", 'a string'],
    ["SELECT 'it''s; ok'", 'a doubled quote'],
    ["SELECT 'a\\';b'", 'an escaped quote'],
    ["SELECT 'a\\\\'", 'an escaped backslash'],
    ['SELECT `a;b`, "c;d"', 'quoted names'],
    ['SELECT `a``;b`, "c\\";d"', 'quotes in quoted names'],
    ['SELECT $$a;b$$', 'a heredoc'],
    ["SELECT $tag$ a; ' $$ b $tag$", 'a heredoc with a tag'],
    ["SELECT '-- x;'", 'a comment in a string'],
    ['SELECT 1 -- no; end', 'a line comment'],
    ["SELECT 1 -- it's; no end", 'a quote in a comment'],
    ['SELECT 3 - -1', 'what looks like a comment'],
    ['SELECT 1 # no; end', 'a hash comment'],
    ['SELECT 1 #! no; end', 'a hash-bang comment'],
    ['SELECT /* a; b */ 1', 'a block comment'],
    ['SELECT /* a /* b; */ c; */ 1', 'comments in comments'],
    ['SELECT ‘a;b’, “c;d”', 'typographic quotes'],
  ])('are not cut inside of %s (%s)', (sql) => {
    expect(texts(`${sql}\n;SELECT 2`)).toEqual([sql, 'SELECT 2']);
  });

  it('that never close a quote or a comment reach to the end', () => {
    for (const open of ["SELECT 'a; b", 'SELECT `a; b', 'SELECT "a; b', 'SELECT 1 /* a; b', "SELECT 'a;\\"]) {
      expect(texts(open)).toEqual([open]);
    }
  });

  it('a dollar that begins no heredoc hides nothing', () => {
    expect(texts('SELECT a$b; SELECT $1; SELECT $x$ y')).toEqual(['SELECT a$b', 'SELECT $1', 'SELECT $x$ y']);
  });

  it('a hash without a space after it is no comment', () => {
    expect(texts('SELECT #a; SELECT 2')).toEqual(['SELECT #a', 'SELECT 2']);
  });

  it('comments alone are none, and comments in front belong to what follows', () => {
    expect(texts('-- nothing; here\n/* nor here; */')).toEqual([]);
    expect(texts('SELECT 1; -- second\nSELECT 2')).toEqual(['SELECT 1', '-- second\nSELECT 2']);
    expect(texts('SELECT 1; -- done')).toEqual(['SELECT 1']);
  });
});

describe('long texts', () => {
  it('are read in one pass', () => {
    const sql = 'SELECT 1; '.repeat(20_000);
    expect(sqlStatements(sql)).toHaveLength(20_000);
  });
});

describe('the statement at the cursor', () => {
  const sql = 'SELECT 1;\n\nSELECT 2; SELECT 3; -- end\n';
  const at = (offset: number) => statementAt(sql, offset)?.text;

  it('is the one around it, its end included', () => {
    expect([at(0), at(8), at(12), at(19)]).toEqual(['SELECT 1', 'SELECT 1', 'SELECT 2', 'SELECT 2']);
  });

  it('is the one before it on the same line, else the next', () => {
    expect(at(9)).toBe('SELECT 1');
    expect(at(10)).toBe('SELECT 2');
    expect(at(20)).toBe('SELECT 2');
  });

  it('is the last one behind all', () => {
    expect(at(sql.length)).toBe('SELECT 3');
    expect(statementAt(' -- nothing', 3)).toBeNull();
  });
});

describe('parameters', () => {
  const found = (sql: string) => sqlParameters(sql).map(({ name, type }) => `${name}: ${type}`);

  it('have a name and a type, whatever stands between', () => {
    expect(found('SELECT {a:UInt8}, { b : String }, {c /* why */ :\nDate}')).toEqual([
      'a: UInt8',
      'b: String',
      'c: Date',
    ]);
  });

  it('may have types in types', () => {
    expect(
      found("{ids:Array(Nullable(UInt64))} {m:Map(String, Array(Tuple(a UInt8, b String)))} {t:DateTime64(3, 'UTC')}"),
    ).toEqual([
      'ids: Array(Nullable(UInt64))',
      'm: Map(String, Array(Tuple(a UInt8, b String)))',
      "t: DateTime64(3, 'UTC')",
    ]);
    expect(found("{e:Enum8('}' = 1, 'b:;' = 2)}")).toEqual(["e: Enum8('}' = 1, 'b:;' = 2)"]);
  });

  it('count once, in the order of their first use', () => {
    expect(found('SELECT {b:String}, {a:UInt8}, {b:String}')).toEqual(['b: String', 'a: UInt8']);
    expect(parameterPlaces('{b:String}{b:String}').map(({ from, to }) => [from, to])).toEqual([
      [0, 10],
      [10, 20],
    ]);
  });

  it('are not found in strings, names, comments and map literals', () => {
    expect(
      found("SELECT '{a:UInt8}', `{a:UInt8}`, $${a:UInt8}$$, {'a': 1}, {1: 2} -- {a:UInt8}\n/* {a:UInt8} */"),
    ).toEqual([]);
  });

  it('that are not finished are none', () => {
    for (const sql of ['{a', '{a:', '{a:}', '{:UInt8}', '{a UInt8}', '{a:UInt8; SELECT 1}', '{a:{b:UInt8'])
      expect(found(sql)).toEqual([]);
    expect(found('{a:{b:UInt8}')).toEqual(['b: UInt8']);
  });
});

it('a value is written as its parameter takes it, a list with its items quoted', () => {
  expect([7, "it's", ['a', "it's \\ b"], []].map(parameterText)).toEqual(['7', "it's", "['a', 'it\\'s \\\\ b']", '[]']);
});
