/** The contract takes no more; nobody types them. */
const mostWords = 20;
const longestWord = 200;

/** What was typed, as words that must all be found. */
export function wordsOf(typed: string): string[] {
  const words = typed
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.slice(0, longestWord));
  return [...new Set(words)].slice(0, mostWords);
}

export interface ExcerptPart {
  readonly text: string;
  /** One of the words that were searched for. */
  readonly isHit: boolean;
}

/** A text in pieces, so that the words in it can be marked, in any case as the search finds them. */
export function partsOf(text: string, words: readonly string[]): ExcerptPart[] {
  if (words.length === 0) return [{ text, isHit: false }];
  // The longest first: of "to" and "total" the whole of "total" is marked.
  const longestFirst = words.toSorted((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`(${longestFirst.join('|')})`, 'giu');
  return text
    .split(pattern)
    .map((part, index) => ({ text: part, isHit: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => (sign === '-' ? '\\x2d' : `\\${sign}`));
}
