import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { type Recogniser, createRecogniser, recognitionLimitMs } from './recogniser.ts';

/** Stands in for Tesseract: the first pixel says what it does. */
const thread = `
const { parentPort } = require('node:worker_threads');
let seen = 0;
parentPort.on('message', ({ id, picture }) => {
  seen += 1;
  const does = String.fromCharCode(picture.pixels[0]);
  if (does === 'x') throw new Error('out of memory');
  if (does === 'q') process.exit(0);
  if (does === 'f') parentPort.postMessage({ id, ok: false, error: 'no picture' });
  if (does === 'r') {
    parentPort.postMessage({ id: id - 1, ok: true, value: { text: 'of another picture', confidence: 1, tookMs: 1 } });
    parentPort.postMessage({ id, ok: true, value: { text: 'picture ' + seen, confidence: 90, tookMs: 5 } });
  }
});`;

let dir: string;
let clock: FakeClock;
let recogniser: Recogniser;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hivebar-recogniser-'));
  writeFileSync(join(dir, 'thread.cjs'), thread);
  clock = new FakeClock(0);
  recogniser = createRecogniser({ threadFile: join(dir, 'thread.cjs'), clock });
});
afterEach(async () => {
  await recogniser.rest();
  rmSync(dir, { recursive: true });
});

function recognise(does: string) {
  const pixels = new Uint8Array([does.charCodeAt(0)]);
  return recogniser.recognise({ width: 1, height: 1, scale: 1, pixels });
}
const text = (words: string) => ({ ok: true, value: { text: words, confidence: 90, tookMs: 5 } });

it('recognises one picture after another in the same thread, and in a new one after a rest', async () => {
  expect(await recognise('r')).toEqual(text('picture 1'));
  expect(await recognise('r')).toEqual(text('picture 2'));
  await recogniser.rest();
  expect(await recognise('r')).toEqual(text('picture 1'));
});

it.each([
  ['x', 'The program that recognises text failed (out of memory).'],
  ['q', 'The program that recognises text ended before it was done.'],
  ['f', 'The text could not be recognised (no picture).'],
])('tells why it failed, and starts anew with the next picture (%s)', async (does, error) => {
  expect(await recognise('r')).toEqual(text('picture 1'));
  expect(await recognise(does)).toEqual({ ok: false, error });
  expect(await recognise('r')).toEqual(text('picture 1'));
});

it('gives up a picture that takes too long', async () => {
  const answer = recognise('never');
  await clock.advance(recognitionLimitMs);
  expect(await answer).toEqual({ ok: false, error: 'Recognising the text took longer than 60 s.' });
  expect(await recognise('r')).toEqual(text('picture 1'));
});

it('answers what was under way when it is stopped', async () => {
  const answer = recognise('never');
  await recogniser.rest();
  expect(await answer).toEqual({ ok: false, error: 'Recognising text was stopped.' });
});

it('says that the program is missing', async () => {
  recogniser = createRecogniser({ threadFile: join(dir, 'gone.cjs'), clock });
  expect(await recognise('r')).toMatchObject({
    ok: false,
    error: expect.stringContaining('Cannot find module') as string,
  });
});
