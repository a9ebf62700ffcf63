import { expect, it } from 'vitest';
import { sample } from '../testing/fake-desk.ts';
import type { WindowSample } from '../window/window-sample.ts';
import { mayTakePicture } from './picture-rules.ts';

const may = (window: Partial<WindowSample>, domainsExcluded = false) =>
  mayTakePicture(sample(window), { needsAddresses: () => domainsExcluded });

it('lets ordinary windows be pictured, private ones and those that do not tell never', () => {
  expect(may({ app: 'Editor' })).toBe(true);
  expect(may({ app: 'Firefox', visibility: 'private' })).toBe(false);
  expect(may({ app: 'Google Chrome', visibility: 'unknown' })).toBe(false);
});

it('wants a browser to tell which of its windows are private', () => {
  expect(may({ app: 'firefox' })).toBe(true);
  expect(may({ app: 'Microsoft Edge' })).toBe(true);
  expect(may({ app: 'Google Chrome', asked: true })).toBe(true);
  expect(may({ app: 'Google Chrome' })).toBe(false);
  expect(may({ app: 'Chromium' })).toBe(false);
  expect(may({ app: 'Safari', asked: false })).toBe(false);
});

it('takes no picture of a page whose domain cannot be checked', () => {
  expect(may({ app: 'firefox', url: '' }, true)).toBe(false);
  expect(may({ app: 'firefox', url: 'https://example.org/' }, true)).toBe(true);
  expect(may({ app: 'Editor', url: '' }, true)).toBe(true);
});

it.each([['1Password'], ['KeePassXC'], ['Bitwarden'], ['Keychain Access']])('takes no picture of %s', (app) => {
  expect(may({ app })).toBe(false);
  expect(may({ app: 'Passwords', bundleId: 'com.apple.Passwords' })).toBe(false);
});
