import { describe, expect, it } from 'vitest';
import { redact } from './redaction.ts';

const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0In0', 'dozjgNryP4J3jVmNHl0w5N'].join('.');
// Put together here, so that no scanner takes this file for a leak.
const keys = [
  ['sk-ant-', 'api03-abcdefghijklmnop'],
  ['sk-proj-', 'abcdefghijklmnopqrst'],
  ['ghp_', 'abcdefghijklmnopqrstuvwxyz0123456789'],
  ['github_pat_', '11ABCDEFG0abcdefghijkl'],
  ['glpat-', 'abcdefghijklmnopqrst'],
  ['xoxb-', '1234567890-abcdefghij'],
  ['AKIA', 'ABCDEFGHIJKLMNOP'],
  ['AIza', 'SyA-abcdefghijklmnopqrstuvwxyz01234'],
  ['sk_live_', 'abcdefghijklmnop'],
  ['npm_', 'abcdefghijklmnopqrstuvwxyz0123456789'],
  ['hf_', 'abcdefghijklmnopqrstuvwx'],
  ['SG.', 'abcdefghijklmnopqrst.abcdefghijklmnopqrst'],
].map((parts) => parts.join(''));

describe('secrets', () => {
  it.each(keys)('of known vendors are taken out: %s', (key) => {
    expect(redact(`copy ${key} here`)).toEqual({ text: 'copy [redacted] here', count: 1 });
  });

  it.each([
    [`curl -H "Authorization: Bearer ${jwt}"`, 'curl -H "Authorization: Bearer [redacted]"'],
    ['Authorization: Bearer abcdefghijklmnop1234', 'Authorization: Bearer [redacted]'],
    ['psql postgres://app:hunter2@db.example/x', 'psql postgres://[redacted]@db.example/x'],
    ['PASSWORD=hunter2 make', 'PASSWORD=[redacted] make'],
    ['{"api_key": "abc123", "a": 1}', '{"api_key": "[redacted]", "a": 1}'],
    ['?token=abc&next=1', '?token=[redacted]&next=1'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- end', '[redacted] end'],
    ['-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNz', '[redacted]'],
    ['pay 4111 1111 1111 1111 now', 'pay [redacted] now'],
    ['amex 378282246310005', 'amex [redacted]'],
  ])('in context are taken out: %s', (text, expected) => {
    expect(redact(text).text).toBe(expected);
  });

  it.each([
    'Order 4111 1111 1111 1112 shipped',
    'Order 1234567890123 shipped',
    'How to reset your password - Help',
    'token economy: a primer',
    'sk-learn tutorial',
    'Build 20260302143000123 done',
    'https://example.com/@user/post',
    '192.168.100.200 3.14159265358979323846',
  ])('are not seen where there are none: %s', (text) => {
    expect(redact(text)).toEqual({ text, count: 0 });
  });

  it('are found in time linear in the text', () => {
    const texts = [
      'a://'.repeat(20_000),
      'password'.repeat(10_000),
      '-----BEGIN A PRIVATE KEY-----'.repeat(3_000),
      '4 '.repeat(40_000),
      `eyJ${'a'.repeat(80_000)}`,
    ];
    const startMs = performance.now();
    for (const text of texts) redact(text);
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });
});
