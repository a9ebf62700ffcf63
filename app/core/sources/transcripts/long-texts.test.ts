import { describe, expect, it } from 'vitest';
import { shortenLongTexts, wholeBytes } from './long-texts.ts';
import { parseLine } from './parse-line.ts';

async function shortened(value: unknown, keepBytes: number): Promise<unknown> {
  const bytes = await shortenLongTexts(Buffer.from(JSON.stringify(value)), keepBytes);
  return JSON.parse(bytes.toString('utf8'));
}

describe('long texts of a line', () => {
  it('are cut, and leave their size behind', async () => {
    const cut = (await shortened({ id: 'one', text: 'x'.repeat(1_000), list: [1, 'two'] }, 100)) as { text: string };
    expect(cut).toEqual({ id: 'one', text: `${'x'.repeat(100)}…⟨900 bytes cut⟩`, list: [1, 'two'] });
    expect(wholeBytes(cut.text)).toBe(1_000);
  });

  it('are neither cut within a character nor within an escape, whatever stands there', async () => {
    for (const unit of ['ä', '😀', '\n', '\u0001', '"', '\\', '\\"', 'a\\\\"', '\ud83d']) {
      for (let keep = 10; keep < 30; keep += 1) {
        const cut = (await shortened({ text: unit.repeat(100), after: 'here' }, keep)) as Record<string, string>;
        expect(cut['after']).toBe('here');
        expect(cut['text']).toMatch(/…⟨\d+ bytes cut⟩$/);
        expect(cut['text']?.includes('\ufffd')).toBe(false);
      }
    }
  });

  it('of a broken line are left alone', async () => {
    const line = Buffer.from(`{"text":"${'x'.repeat(1_000)}`);
    expect(await shortenLongTexts(line, 100)).toBe(line);
  });
});

describe('a line of many megabytes', () => {
  it('is parsed without holding the event loop', async () => {
    const picture = 'iVBORw0KGgo'.repeat(2_000_000);
    const line = Buffer.from(JSON.stringify({ type: 'user', picture, id: 'end' }));
    expect(line.length).toBeGreaterThan(20_000_000);
    const parsed = await parseLine(line);
    expect(parsed.ok && parsed.value?.['id']).toBe('end');
    expect(parsed.ok && String(parsed.value?.['picture']).length).toBeLessThan(70_000);
  });

  it('is refused when it is no text but values', async () => {
    const line = Buffer.from(`[${'1,'.repeat(3_000_000)}1]`);
    expect(await parseLine(line)).toEqual({ ok: false, error: 'holds too many values' });
  });
});
