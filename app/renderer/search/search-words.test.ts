import { expect, it } from 'vitest';
import { partsOf, wordsOf } from './search-words.ts';

it('takes what was typed as words, each once, and no more than can be asked for', () => {
  expect(wordsOf('  two words\ttwo ')).toEqual(['two', 'words']);
  expect(wordsOf('   ')).toEqual([]);
  expect(wordsOf(Array.from({ length: 30 }, (_, index) => `w${index}`).join(' '))).toHaveLength(20);
  expect(wordsOf('x'.repeat(300))[0]).toHaveLength(200);
});

function marked(text: string, words: readonly string[]): string {
  return partsOf(text, words)
    .map((part) => (part.isHit ? `[${part.text}]` : part.text))
    .join('');
}

it('marks every place of every word, in any case, the longest word first', () => {
  expect(marked('Total to pay: the total', ['to', 'total'])).toBe('[Total] [to] pay: the [total]');
  expect(marked('Über über', ['ÜBER'])).toBe('[Über] [über]');
  expect(marked('nothing here', ['there'])).toBe('nothing here');
  expect(marked('all of it', [])).toBe('all of it');
});

it('takes signs for themselves, not for patterns', () => {
  expect(marked('a.b acb (x) [y] c-d / e\\f', ['a.b', '(x)', '[y]', 'c-d', '/', '\\'])).toBe(
    '[a.b] acb [(x)] [[y]] [c-d] [/] e[\\]f',
  );
});
