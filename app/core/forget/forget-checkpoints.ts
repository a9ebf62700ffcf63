import { standsOnValue } from '../queries/checkpoints/checkpoints-on-values.ts';
import type { Forgotten } from './forget-conditions.ts';

/**
 * Rows of checkpoints to be forgotten. A checkpoint goes with any value that it stands on, for a state with a hole in it
 * would be worse than an older state; so the values go last.
 *   inTime  finds rows by their time
 *   says    finds texts that hold what is forgotten; left out, all texts do
 */
export function forgottenCheckpoints(inTime: string, says?: (text: string) => string): readonly Forgotten[] {
  const saying = (column: string): string => (says === undefined ? inTime : `${says(column)} AND ${inTime}`);
  const ofText = says === undefined ? inTime : `(${says('checkpoint')} OR ${says('metadata')}) AND ${inTime}`;
  return [
    { table: 'hive.checkpoint_writes', where: saying('value') },
    { table: 'hive.checkpoints', where: `(${ofText}) OR ${standsOnValue(saying('value'))}` },
    { table: 'hive.checkpoint_values', where: saying('value') },
  ];
}

/** `\n` and its like in JSON, also in JSON within JSON, are no letters of the word behind them. */
function withoutEscapes(text: string): string {
  return `replaceRegexpAll(${text}, '\\\\\\\\+[nrtbf]', ' ')`;
}

/** Whether a text has these words beside each other; `isWord` compares a run of words, divided by blanks. */
export function hasWords(name: string, isWord: (words: string) => string): (text: string) => string {
  const count = wordsOf(name).length;
  return (text) => {
    const words = `splitByNonAlpha(lowerUTF8(${withoutEscapes(text)}))`;
    if (count <= 1) return `arrayExists(word -> ${isWord('word')}, arrayDistinct(${words}))`;
    const runs = `arrayMap(i -> arrayStringConcat(arraySlice(${words}, i, ${count}), ' '), range(1, length(${words}) + 1))`;
    return `arrayExists(run -> ${isWord('run')}, arrayDistinct(${runs}))`;
  };
}

/** A name as ClickHouse's splitByNonAlpha divides it: at white space and ASCII punctuation. */
export function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[\s!-/:-@[-`{-~]+/)
    .filter((word) => word !== '');
}

/** Whether a text has a host for which `isHost` holds; it is given each run of letters, digits, dots and hyphens once. */
export function hasHost(isHost: (host: string) => string): (text: string) => string {
  return (text) => {
    const hosts = `extractAll(lower(${withoutEscapes(text)}), '[^\\\\s!-,/:-@\\\\[-\`{-~]+')`;
    return `arrayExists(host -> position(host, '.') > 0 AND ${isHost("trim(BOTH '.' FROM host)")}, arrayDistinct(${hosts}))`;
  };
}
