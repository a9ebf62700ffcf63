import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileLog } from './file-log.ts';

let dir = '';
const now = () => Date.UTC(2026, 0, 31, 9);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hivebar-log-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('writes one line a message, with its facts', () => {
  const file = join(dir, 'logs', 'hivebar.log');
  fileLog({ file, limitBytes: 1_000, now })('warn', 'two\nlines', { rows: 3, engine: 'libchdb' });
  expect(readFileSync(file, 'utf8')).toBe('2026-01-31T09:00:00.000Z warn two lines rows=3 engine="libchdb"\n');
});

it('keeps two files of the limited size however much is logged', () => {
  const file = join(dir, 'hivebar.log');
  const log = fileLog({ file, limitBytes: 200, now });
  for (let index = 0; index < 50; index += 1) log('info', `message ${index}`);
  expect(readdirSync(dir).sort()).toEqual(['hivebar.log', 'hivebar.log.1']);
  expect(readFileSync(file, 'utf8')).toContain('message 49');
  expect(readFileSync(file).length).toBeLessThanOrEqual(200);
  expect(readFileSync(`${file}.1`).length).toBeLessThanOrEqual(200);
});

it('counts what an earlier run wrote towards the limit', () => {
  const file = join(dir, 'hivebar.log');
  writeFileSync(file, 'x'.repeat(190));
  fileLog({ file, limitBytes: 200, now })('info', 'after the restart');
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('x'.repeat(190));
});

it('goes on without its file when that cannot be written, and says so', () => {
  const blocked = join(dir, 'blocked');
  writeFileSync(blocked, '');
  const lines: string[] = [];
  const log = fileLog({ file: join(blocked, 'hivebar.log'), limitBytes: 200, now, echo: (line) => lines.push(line) });
  log('error', 'the disk is full');
  expect(lines[0]).toContain('the disk is full');
  expect(lines[1]).toContain('cannot be written');
});
