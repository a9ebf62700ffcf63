import { expect, it } from 'vitest';
import { readLaunchOptions } from './launch-options.ts';

const none = { dataDir: undefined, demo: false, show: undefined };

function read(...args: string[]) {
  return readLaunchOptions(['/usr/bin/electron', '/src/hivebar', ...args], '/home/ada');
}

it('leaves to the app what was not asked for', () => {
  expect(read()).toEqual({ ok: true, value: none });
});

it('takes a value after a space or an equals sign', () => {
  const wanted = { ok: true, value: { ...none, dataDir: '/data', show: 'overview' } };
  expect(read('--data-dir', '/data', '--show', 'overview')).toEqual(wanted);
  expect(read('--data-dir=/data', '--show=overview')).toEqual(wanted);
});

it('reads a relative data directory from where the program was started', () => {
  expect(read('--data-dir', 'here')).toMatchObject({ value: { dataDir: '/home/ada/here' } });
});

it("steps over Chromium's switches", () => {
  expect(read('--no-sandbox', '--remote-debugging-port=0', '--demo')).toEqual({
    ok: true,
    value: { ...none, demo: true },
  });
});

it('refuses a data directory that is missing, rather than recording into another one', () => {
  expect(read('--data-dir')).toEqual({ ok: false, error: '--data-dir needs a value after it.' });
  expect(read('--data-dir', '--demo')).toMatchObject({ ok: false });
  expect(read('--data-dir=')).toMatchObject({ ok: false });
});

it('refuses a window that does not exist', () => {
  expect(read('--show', 'settings')).toMatchObject({ ok: false });
});
