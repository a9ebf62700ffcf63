import { describe, expect, it } from 'vitest';
import { cleanAddress, hostOfAddress } from './address.ts';

describe('an address', () => {
  const full = 'https://user:pw@shop.example:8443/cart?item=3&session=abc#pay';

  it.each([
    ['none', ''],
    ['host', 'https://shop.example:8443/'],
    ['path', 'https://shop.example:8443/cart'],
    ['full', 'https://shop.example:8443/cart?item=3&session=[redacted]#pay'],
  ] as const)('is kept as far as the setting %s says', (detail, expected) => {
    expect(cleanAddress(full, detail).url).toBe(expected);
  });

  it.each([
    ['https://a.example/cb#access_token=abc&state=1', 'https://a.example/cb#access_token=[redacted]&state=[redacted]'],
    ['https://a.example/?api%5Fkey=abc', 'https://a.example/?api%5Fkey=[redacted]'],
    ['https://a.example/?q=pass%77ord%3Dhunter2', 'https://a.example/?q=password=[redacted]'],
    ['https://a.example/?q=100%', 'https://a.example/?q=100%'],
    ['https://b.example/o?X-Amz-Signature=00ff&x=1', 'https://b.example/o?X-Amz-Signature=[redacted]&x=1'],
  ])('loses its secrets even when all of it is kept: %s', (address, expected) => {
    expect(cleanAddress(address, 'full').url).toBe(expected);
  });

  it.each([
    ['file:///home/me/notes.txt', 'file:///home/me/notes.txt'],
    ['about:blank', 'about:blank'],
    ['data:text/html,<h1>secret</h1>', 'data:'],
    ['javascript:alert(1)', 'javascript:'],
    ['half typed search', ''],
  ])('without a host is kept only where that is harmless: %s', (address, expected) => {
    expect(cleanAddress(address, 'path').url).toBe(expected);
  });

  it('names its host in the form in which rules are compared', () => {
    expect(hostOfAddress('HTTPS://MAIL.Example.COM:443/x')).toBe('mail.example.com');
    expect(hostOfAddress('about:blank')).toBeUndefined();
  });
});
