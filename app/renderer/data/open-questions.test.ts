import { expect, it } from 'vitest';
import { type LibraryQuery } from '../../contract/console.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { type Calls } from './bridge.ts';
import { takePendingQueries } from './open-in-console.ts';
import { openQuestions } from './open-questions.ts';
import { type Problem } from './problem.ts';

const sql = 'SELECT {words:Array(String)}, {limit:UInt32}, {tz:String}';
const parameter = { type: 'String', description: '' };
const library: readonly LibraryQuery[] = [
  {
    name: 'search',
    title: 'Search',
    description: '',
    sql,
    parameters: [
      { ...parameter, name: 'words', value: '[]' },
      { ...parameter, name: 'limit', value: '100' },
      { ...parameter, name: 'tz', value: 'UTC' },
    ],
  },
];

function answering(answer: Result<readonly LibraryQuery[], Problem>): Pick<Calls, 'send'> {
  return { send: () => Promise.resolve(answer) };
}

it('opens the text of a question with the values it was asked with, and the usual ones for the others', async () => {
  const asked = { name: 'search', params: { words: ["it's", 'here'], limit: 7 } } as const;
  expect(await openQuestions(answering(ok(library)), [asked])).toEqual({ ok: true, value: undefined });
  const params = { words: "['it\\'s', 'here']", limit: '7', tz: 'UTC' };
  expect(takePendingQueries()).toEqual([{ title: 'Search', sql, params }]);
});

it('says why there is no text to open', async () => {
  const asked = { name: 'cost-now', params: {} } as const;
  const problem: Problem = { kind: 'failed', message: 'The main process did not answer.', code: null };
  expect(await openQuestions(answering(fail(problem)), [asked])).toEqual({ ok: false, error: problem });
  expect(await openQuestions(answering(ok(library)), [asked])).toMatchObject({ ok: false });
  expect(takePendingQueries()).toEqual([]);
});
