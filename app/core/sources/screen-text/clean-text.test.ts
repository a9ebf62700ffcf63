import { expect, it } from 'vitest';
import { createPrivacyFilter } from '../privacy.ts';
import { defaultSettings } from '../../../contract/settings.ts';
import { cleanText, textLimit } from './clean-text.ts';

const filter = createPrivacyFilter(defaultSettings().privacy);
const clean = (text: string, confidence = 90) => cleanText({ text, confidence }, (found) => filter.text(found));

it('keeps lines, without blanks that mean nothing', () => {
  expect(clean('  Dear   Ann,\n\n \nthe  bill is  paid. \n')).toBe('Dear Ann,\nthe bill is paid.');
});

it('takes secrets out, before the text is cut', () => {
  expect(clean('key sk-abcdefghijklmnopqrstuvwx and password: hunter22')).toBe(
    'key [redacted] and password: [redacted]',
  );
  const long = clean(`${'word '.repeat(textLimit / 5 - 2)} sk-abcdefghijklmnopqrstuvwx and more`);
  expect(long?.length).toBeLessThanOrEqual(textLimit);
  expect(long).not.toContain('sk-');
});

it('keeps nothing of what was guessed, or holds no words', () => {
  expect(clean('Wollte Luft', 12)).toBeUndefined();
  expect(clean(' .,- | ~ a1 \n')).toBeUndefined();
  expect(clean('')).toBeUndefined();
});
