import { expect, it } from 'vitest';
import { checkSetting, settingAt, settingPaths } from './setting-changes.ts';
import { defaultSettings } from './settings.ts';
import { isShortcut, shortcutOf } from './shortcut.ts';

it('takes the default of every setting that a window may change', () => {
  const settings = defaultSettings();
  for (const path of settingPaths)
    expect(checkSetting(path, settingAt(settings, path)), path).toMatchObject({ ok: true });
});

it('refuses a broken pattern with the reason, and not with the pattern', () => {
  expect(checkSetting('privacy.excludedTitles', ['fine', '(secret'])).toEqual({
    ok: false,
    error: 'is no valid regular expression (Unterminated group)',
  });
  // Needless escapes are wrong in one reading and fine in the other.
  expect(checkSetting('privacy.excludedTitles', [String.raw`a\-b`])).toMatchObject({ ok: true });
});

it('takes domains and whole addresses, and nothing else', () => {
  const takes = (domain: string) => checkSetting('privacy.excludedDomains', [domain]).ok;
  const good = ['example.com', '*.example.com', 'https://example.com/a?b', 'localhost:3000', 'münchen.de', '10.0.0.1'];
  expect(good.filter((domain) => !takes(domain))).toEqual([]);
  expect(['', 'two words', 'http://', '///', '.'].filter(takes)).toEqual([]);
});

it('names the bounds of a number', () => {
  expect(checkSetting('agents.otlpPort', 0)).toEqual({ ok: false, error: 'must be a whole number from 1 to 65535' });
  expect(checkSetting('agents.otlpPort', '4318').ok).toBe(false);
});

it('names the price that is wrong', () => {
  const price = { model: 'm', inputUsdPerMtok: 1, outputUsdPerMtok: -1 };
  expect(checkSetting('prices', [price])).toMatchObject({
    ok: false,
    error: expect.stringMatching(/^0\.outputUsdPerMtok: /) as string,
  });
});

it('lets no shortcut take a letter away from every application', () => {
  expect(['Control+Alt+H', 'Command+Shift+Space', 'F13', 'Shift+F5'].filter((keys) => !isShortcut(keys))).toEqual([]);
  expect(['H', 'Shift+H', 'Control', 'Control+', 'Control+Control+H', 'Hyper+H', ''].filter(isShortcut)).toEqual([]);
});

it('writes a key press as a shortcut, by the place of the key', () => {
  const press = { code: 'KeyH', metaKey: true, ctrlKey: false, altKey: true, shiftKey: false };
  expect(shortcutOf(press, 'darwin')).toBe('Alt+Command+H');
  expect(shortcutOf(press, 'linux')).toBe('Alt+Super+H');
  expect(shortcutOf({ ...press, code: 'AltLeft' }, 'darwin')).toBeUndefined();
});
