import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerFromFolder } from './app-files.ts';

let top = '';
let root = '';

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'hivebar-pages-'));
  root = join(top, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  mkdirSync(join(top, 'renderer-secret'));
  writeFileSync(join(root, 'popover.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets', 'popover-1a2b.js'), 'export {}');
  writeFileSync(join(root, 'notes.txt'), 'not for windows');
  writeFileSync(join(top, 'secret.json'), '{}');
  writeFileSync(join(top, 'renderer-secret', 'a.json'), '{}');
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

function get(url: string, method = 'GET') {
  return answerFromFolder(root, { method, url });
}

it('serves a page with its type and the security headers', async () => {
  const answer = await get('app://hivebar/popover.html');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('<!doctype html>');
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

it('serves scripts as modules need them', async () => {
  const answer = await get('app://hivebar/assets/popover-1a2b.js');
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

describe('what it does not serve', () => {
  it.each([
    ['a file above its folder', 'app://hivebar/../secret.json'],
    ['a file above its folder, encoded', 'app://hivebar/%2e%2e%2fsecret.json'],
    ['a file above its folder, encoded twice', 'app://hivebar/%252e%252e%252fsecret.json'],
    ['a neighbour whose name begins alike', 'app://hivebar/..%2frenderer-secret/a.json'],
    ['a path with a backslash', 'app://hivebar/..%5csecret.json'],
    ['a path with a NUL', 'app://hivebar/popover.html%00.js'],
    ['a broken encoding', 'app://hivebar/%zz.js'],
    ['a folder', 'app://hivebar/assets'],
    ['a kind of file that windows have no use for', 'app://hivebar/notes.txt'],
    ['a file that is not there', 'app://hivebar/settings.html'],
    ['another host', 'app://elsewhere/popover.html'],
    ['another scheme', 'file:///etc/hostname.json'],
  ])('%s', async (_name, url) => {
    const answer = await get(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('anything but reading', async () => {
    expect((await get('app://hivebar/popover.html', 'POST')).status).toBe(405);
  });
});
