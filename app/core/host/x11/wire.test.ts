import { describe, expect, it } from 'vitest';
import { chooseCookie, parseAuthority } from './authority.ts';
import { parseDisplay } from './display-address.ts';
import { parseMessage, parseSetupAnswer, setupAnswerSize } from './wire.ts';

describe('DISPLAY', () => {
  it.each([
    [':0', { kind: 'unix', path: '/tmp/.X11-unix/X0' }],
    ['unix:12.1', { kind: 'unix', path: '/tmp/.X11-unix/X12' }],
    ['localhost:10.0', { kind: 'tcp', host: 'localhost', port: 6010 }],
  ])('%s names an address', (value, endpoint) => {
    expect(parseDisplay(value)).toMatchObject({ ok: true, value: { endpoint } });
  });

  it.each(['', 'nonsense', ':-1', ':999999', 'host:0; rm'])('%j is refused', (value) => {
    expect(parseDisplay(value).ok).toBe(false);
  });
});

describe('the authority file', () => {
  function entry(family: number, address: string, display: string, data: string): Buffer {
    const field = (text: string): Buffer => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(text.length);
      return Buffer.concat([length, Buffer.from(text, 'latin1')]);
    };
    const head = Buffer.alloc(2);
    head.writeUInt16BE(family);
    return Buffer.concat([head, field(address), field(display), field('MIT-MAGIC-COOKIE-1'), field(data)]);
  }

  it('gives the cookie of this machine before that of any other', () => {
    const file = Buffer.concat([
      entry(65_535, '', '0', 'any'),
      entry(256, 'me', '0', 'mine'),
      entry(256, 'me', '1', 'other'),
    ]);
    expect(chooseCookie(parseAuthority(file), 0, 'me')?.data.toString()).toBe('mine');
    expect(chooseCookie(parseAuthority(file), 0, 'you')?.data.toString()).toBe('any');
    expect(chooseCookie(parseAuthority(file), 5, 'me')).toBeUndefined();
  });

  it('is read up to where it is torn', () => {
    const whole = entry(256, 'me', '0', 'mine');
    expect(parseAuthority(Buffer.concat([whole, whole.subarray(0, 9)]))).toHaveLength(1);
  });
});

describe('the wire', () => {
  it('waits for the rest of a message', () => {
    const reply = Buffer.alloc(36);
    reply.writeUInt8(1, 0);
    reply.writeUInt32LE(1, 4);
    expect(parseMessage(reply.subarray(0, 31))).toBeUndefined();
    expect(parseMessage(reply.subarray(0, 35))).toBeUndefined();
    expect(parseMessage(reply)).toMatchObject({ kind: 'reply', size: 36 });
    expect(setupAnswerSize(reply.subarray(0, 7))).toBeUndefined();
  });

  it('hands on the reason of a refusal', () => {
    const text = 'No protocol specified\n';
    const refusal = Buffer.alloc(8 + 24);
    refusal.writeUInt8(text.length, 1);
    refusal.write(text, 8);
    expect(parseSetupAnswer(refusal, 0)).toEqual({ refused: 'No protocol specified' });
  });
});
