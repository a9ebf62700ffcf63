import { expect, it } from 'vitest';
import { suggestionOf } from './said.ts';

const row = {
  suggestion_id: 'repeated-failure:0:Bash',
  ts_ms: 5,
  node_id: 'coding_assist',
  kind: 'repeated-failure',
  subject: 'Bash',
  title: 'Bash has failed 3 times',
  body: 'Three times.',
  evidence_question: 'repeated-failures',
  evidence_params: '{"from_ms":1,"tz":"UTC"}',
  worded_by: '',
  thread_id: 'always-on-2026-05-20',
  state: 'new',
};

it('a stored suggestion carries the question that it came from, with its values', () => {
  expect(suggestionOf(row)).toMatchObject({
    id: 'repeated-failure:0:Bash',
    kind: 'repeated-failure',
    evidence: { question: 'repeated-failures', params: { from_ms: 1, tz: 'UTC' } },
  });
});

it('a row of a kind or with parameters that nobody knows is left out', () => {
  expect(suggestionOf({ ...row, kind: 'weather' })).toBeUndefined();
  expect(suggestionOf({ ...row, evidence_params: 'none' })).toBeUndefined();
});
