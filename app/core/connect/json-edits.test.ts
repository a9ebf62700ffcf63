import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { removeKey, setKey } from './json-edits.ts';

const lively = `{
  // about the model
  "model": "opus", // the large one
  "permissions": { "allow": ["a", "b"] },
  "env": {
    "A": "1", // first
    /* second */
    "B": "2" // last
  }
}
`;

describe('setting a key', () => {
  it('goes behind the last one and its comment, and touches no other line', () => {
    expect(setKey(lively, ['env', 'C'], '3')).toBe(
      lively.replace('"B": "2" // last\n', '"B": "2", // last\n    "C": "3"\n'),
    );
  });

  it('changes a value in place', () => {
    expect(setKey(lively, ['env', 'A'], 'x')).toBe(lively.replace('"A": "1"', '"A": "x"'));
  });

  it('makes a section that is not there, as the file is written', () => {
    expect(setKey('{\r\n\t"a": { "b": 1 }\r\n}\r\n', ['env', 'A'], '1')).toBe(
      '{\r\n\t"a": { "b": 1 },\r\n\t"env": {\r\n\t\t"A": "1"\r\n\t}\r\n}\r\n',
    );
    expect(setKey('{}', ['env', 'A'], '1')).toBe('{\n  "env": {\n    "A": "1"\n  }\n}');
    expect(setKey('{"a":1}', ['env', 'A'], '1')).toBe('{"a":1,\n  "env": {\n    "A": "1"\n  }\n}');
    expect(setKey('{ "env": { "A": "1" } }', ['env', 'B'], '2')).toBe('{ "env": { "A": "1", "B": "2" } }');
  });

  it('keeps a comma behind the last one, and a comment in empty braces', () => {
    expect(setKey('{\n  "a": 1,\n}', ['b'], 2)).toBe('{\n  "a": 1,\n  "b": 2,\n}');
    expect(parse(setKey('{\n  // nothing yet\n}', ['b'], 2))).toEqual({ b: 2 });
    expect(setKey('{\n  // nothing yet\n}', ['b'], 2)).toContain('// nothing yet\n');
  });
});

describe('removing a key', () => {
  it('takes its line and leaves the others, their comments and their commas right', () => {
    expect(removeKey(setKey(lively, ['env', 'C'], '3'), ['env', 'C'])).toBe(lively);
    expect(removeKey(lively, ['permissions'])).toBe(lively.replace('  "permissions": { "allow": ["a", "b"] },\n', ''));
    expect(removeKey('{ "a": 1, "b": 2 }', ['a'])).toBe('{ "b": 2 }');
    expect(parse(removeKey('{"a":1,"b":2}', ['b']))).toEqual({ a: 1 });
    expect(removeKey('{"a":1}', ['b'])).toBe('{"a":1}');
  });

  it('keeps strict JSON strict when the last one goes', () => {
    const without = removeKey('{\n  "a": 1,\n  "b": {\n    "c": 2\n  }\n}\n', ['b']);
    expect(JSON.parse(without)).toEqual({ a: 1 });
    expect(without).toBe('{\n  "a": 1\n}\n');
  });
});

it('can set and remove in any order, and only that key differs', () => {
  const keys = ['A', 'B', 'C', 'D', 'E'];
  let text = lively;
  let state = 7;
  const expected = parse(lively) as { env: Record<string, string> };
  for (let round = 0; round < 200; round += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const key = keys[state % keys.length] ?? 'A';
    if (state % 3 === 0) {
      text = removeKey(text, ['env', key]);
      Reflect.deleteProperty(expected.env, key);
    } else {
      text = setKey(text, ['env', key], String(round));
      expected.env[key] = String(round);
    }
    expect(parse(text)).toEqual(expected);
  }
  expect(text).toContain('"model": "opus", // the large one\n  "permissions": { "allow": ["a", "b"] },\n');
});
