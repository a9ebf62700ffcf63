import { describe, expect, it } from 'vitest';
import { sqlTokens } from './sql-tokens.ts';

describe('tokens', () => {
  it('cover the text without gaps', () => {
    const sql = 'WITH x AS (SELECT 1.5e-3, 0xFF, d.1) SELECT größe, \'a\' || "b" FROM `c`.d -- e\n/* f */ ; €';
    const tokens = sqlTokens(sql);
    expect(tokens.map(({ text }) => text).join('')).toBe(sql);
    const numbers = tokens.filter(({ kind }) => kind === 'number').map(({ text }) => text);
    for (const { text, from, to } of tokens) expect(sql.slice(from, to)).toBe(text);
    expect(numbers).toEqual(['1.5e-3', '0xFF', '1']);
  });
});
