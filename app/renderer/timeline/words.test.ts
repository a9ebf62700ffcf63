import { expect, it } from 'vitest';
import { domainOf, formatLength } from './words.ts';

it('finds the host that can be forgotten in an address, and none elsewhere', () => {
  expect(domainOf('https://www.Example.org:8443/a?b=c')).toBe('example.org');
  expect(domainOf('http://mail.example.org')).toBe('mail.example.org');
  expect(domainOf('file:///home/ada')).toBe('');
  expect(domainOf('')).toBe('');
});

it('says how long something took in the unit that fits', () => {
  expect([340, 2_345, 42_000, 190_000].map(formatLength)).toEqual(['340 ms', '2.3 s', '42 s', '3 min']);
});
