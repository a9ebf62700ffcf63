import { expect, it } from 'vitest';
import { tomlStatements } from './toml-statements.ts';

const kinds = (text: string) => tomlStatements(text).map(({ kind }) => kind);

it('loses nothing of a file, however it ends', () => {
  for (const text of ['', '\n', 'a = 1', 'a = 1\r\n\r\n# end', '[a]\nb = [\n 1, # ]\n 2\n]\n', 'a = "unfinished']) {
    expect(
      tomlStatements(text)
        .map((statement) => statement.text)
        .join(''),
    ).toBe(text);
  }
});

it('takes what looks like a table inside a string, a list or a comment for what it is', () => {
  expect(kinds('a = """\n[otel]\n"""\nb = 1\n')).toEqual(['pair', 'pair']);
  expect(kinds("a = '''\n[otel]''''\nb = 1\n")).toEqual(['pair', 'pair']);
  expect(kinds('a = [\n  "[otel]",\n  { b = "]" },\n]\n[otel] # "\n')).toEqual(['pair', 'header']);
  expect(kinds('a = "x\\"[" # [otel]\n  # [otel]\n\n[otel]')).toEqual(['pair', 'trivia', 'trivia', 'header']);
  expect(kinds("a = 'C:\\'\n[otel]\n")).toEqual(['pair', 'header']);
});
