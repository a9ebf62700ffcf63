import { beforeEach, describe, expect, it } from 'vitest';
import type { NeverAgain, Suggestion } from '../../../contract/always-on-agent.ts';
import { fail, ok } from '../../../contract/result.ts';
import { earlierSuggestions } from './earlier-suggestions.ts';
import { type SuggestionRow, type Suggestions, createSuggestions } from './suggestions.ts';

const bash: Suggestion = {
  id: 'repeated-failure:0:Bash',
  tsMs: 1_000,
  node: 'coding_assist',
  kind: 'repeated-failure',
  subject: 'Bash',
  title: 'Bash has failed 3 times',
  body: 'It fails.',
  evidence: { question: 'repeated-failures', params: { from_ms: 0, to_ms: 1_001 } },
  wordedBy: '',
  state: 'new',
};

let rows: SuggestionRow[];
let never: NeverAgain[];
let refusal: string | undefined;
let suggestions: Suggestions;
beforeEach(() => {
  rows = [];
  never = [];
  refusal = undefined;
  suggestions = open([]);
});

function open(earlier: readonly unknown[]): Suggestions {
  return createSuggestions({
    earlier: earlierSuggestions(earlier),
    write(row) {
      if (refusal !== undefined) return Promise.resolve(fail({ message: refusal }));
      rows.push(row);
      return Promise.resolve(ok(undefined));
    },
    never: () => never,
    addNever(entry) {
      never.push(entry);
      return Promise.resolve(ok(undefined));
    },
  });
}

describe('suggestions', () => {
  it('are said once, and the newest stands until it is taken away', async () => {
    expect(suggestions.isUnwanted(bash.id, bash)).toBe(false);
    await suggestions.keep(bash, 'always-on-2026-05-20');
    expect(suggestions.isUnwanted(bash.id, bash)).toBe(true);
    expect(suggestions.current()).toEqual(bash);
    expect(await suggestions.dismiss(bash.id, false)).toEqual(ok(undefined));
    expect(suggestions.current()).toBeNull();
    expect(rows.map(({ ts_ms, state, rev }) => [ts_ms, state, rev])).toEqual([
      [1_000, 'new', 0],
      [1_000, 'dismissed', 1],
    ]);
  });

  it('that are not wanted again are not said of that subject, and still of others', async () => {
    await suggestions.keep(bash, 'thread');
    await suggestions.dismiss(bash.id, true);
    expect(never).toEqual([{ kind: 'repeated-failure', subject: 'Bash' }]);
    expect(suggestions.isUnwanted('another hour', bash)).toBe(true);
    expect(suggestions.isUnwanted('another tool', { ...bash, subject: 'Edit' })).toBe(false);
    never = [{ kind: 'repeated-failure', subject: '' }];
    expect(suggestions.isUnwanted('another tool', { ...bash, subject: 'Edit' })).toBe(true);
  });

  it('are read back from their rows, without those of a kind that is not known any more', async () => {
    await suggestions.keep(bash, 'thread');
    const stored = { ...rows[0], ts_ms: 1_000 };
    const again = open([{ ...stored, suggestion_id: 'x', kind: 'of-the-future' }, stored]);
    expect(again.current()).toEqual(bash);
    expect(again.isUnwanted(bash.id, bash)).toBe(true);
  });

  it('that cannot be stored are not said', async () => {
    refusal = 'the journal is full';
    await expect(suggestions.keep(bash, 'thread')).rejects.toThrow('the journal is full');
    expect(suggestions.current()).toBeNull();
    expect(await suggestions.dismiss(bash.id, false)).toEqual(
      fail('There is no such suggestion, or it is some days old.'),
    );
  });
});
