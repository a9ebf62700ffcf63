import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../../sources/testing/fake-clock.ts';
import { until } from '../../database/testing.ts';
import { type InProcessModel, openInProcessModel } from './in-process-model.ts';
import { runtimeProblem } from './llama-runtime.ts';
import type { Asking, Question } from './model-types.ts';
import { writeTinyModel } from './testing/tiny-model.ts';

let dir = '';
const open: InProcessModel[] = [];
const question: Question = {
  system: 'Answer in few words.',
  messages: [{ role: 'user', text: 'look at the test and read the error' }],
  maxOutputTokens: 24,
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hivebar-models-'));
  await writeTinyModel(join(dir, 'plain.gguf'));
  await writeTinyModel(join(dir, 'chat.gguf'), '--chat', '--seed', '7');
});
afterEach(async () => {
  for (const model of open.splice(0)) await model.stop();
});
afterAll(() => rm(dir, { recursive: true }));

function openModel(file: string, clock = new FakeClock(0)): InProcessModel {
  const model = openInProcessModel({ clock, platform: 'linux', file: join(dir, file), onChange: () => undefined });
  open.push(model);
  return model;
}

/** What is heard while a question is answered. */
function listen(signal = new AbortController().signal) {
  const heard = { pieces: [] as string[], firstTokens: 0 };
  const asking: Asking = {
    signal,
    onText: (text) => void heard.pieces.push(text),
    onFirstToken: () => void (heard.firstTokens += 1),
  };
  return { heard, asking };
}

describe('a model in process', () => {
  it.each(['plain.gguf', 'chat.gguf'])('says %s word by word, and counts its tokens', async (file) => {
    const model = openModel(file);
    await model.refresh();
    expect(model.target).toMatchObject({
      provider: 'llama.cpp',
      route: 'local',
      readiness: 'cold',
      contextTokens: null,
    });
    const { heard, asking } = listen();
    const answered = await model.ask(question, asking);
    if (!answered.ok) throw new Error(answered.error.message);
    const { text, usage, finishReason } = answered.value;
    expect(heard.pieces.length).toBeGreaterThan(5);
    expect(heard.pieces.join('').trim()).toBe(text.trim());
    expect(text).toMatch(/^[a-z., ]+$/);
    expect(finishReason).toBe('length');
    expect(usage.output_tokens).toBe(question.maxOutputTokens);
    expect(usage.input_tokens).toBeGreaterThan(10);
    expect(heard.firstTokens).toBeGreaterThan(0);
    expect(model.target).toMatchObject({ readiness: 'ready', contextTokens: 1024 });
  });

  it('counts and says the same when it is asked the same again: nothing of a request stays', async () => {
    const model = openModel('chat.gguf');
    const first = await model.ask(question, listen().asking);
    const second = await model.ask(question, listen().asking);
    expect(second).toEqual(first);
  });

  it('ends in the middle when it is aborted, and can be asked again', async () => {
    const model = openModel('chat.gguf');
    const stopping = new AbortController();
    const heard: string[] = [];
    const ended = await model.ask(
      { ...question, maxOutputTokens: 900 },
      {
        signal: stopping.signal,
        onFirstToken: () => undefined,
        onText: (text) => {
          if (heard.push(text) === 3) stopping.abort();
        },
      },
    );
    expect(ended).toMatchObject({ ok: false, error: { kind: 'interrupted' } });
    const used = ended.ok ? undefined : ended.error.usage;
    expect(used?.output_tokens).toBeGreaterThan(0);
    expect(used?.output_tokens).toBeLessThan(20);
    expect(heard.length).toBeLessThan(20);
    expect(await model.ask(question, listen().asking)).toMatchObject({ ok: true });
  });

  it('answers one question after another, and lets who waits leave the line at once', async () => {
    const model = openModel('plain.gguf');
    const order: string[] = [];
    const leaving = new AbortController();
    const long = { ...question, maxOutputTokens: 300 };
    const first = model.ask(long, { ...listen().asking, onText: () => void order.push('first') });
    const waiting = model.ask(question, { ...listen(leaving.signal).asking, onText: () => void order.push('waiting') });
    const second = model.ask(question, { ...listen().asking, onText: () => void order.push('second') });
    leaving.abort();
    expect(await waiting).toMatchObject({ ok: false, error: { kind: 'interrupted' } });
    expect(order).not.toContain('second');
    expect(await first).toMatchObject({ ok: true });
    expect(await second).toMatchObject({ ok: true });
    expect(order.lastIndexOf('first')).toBeLessThan(order.indexOf('second'));
    expect(order).not.toContain('waiting');
  });

  it('leaves memory after some minutes without a question, and comes back', async () => {
    const clock = new FakeClock(0);
    const model = openModel('plain.gguf', clock);
    await model.ask(question, listen().asking);
    await clock.advance(200_000);
    await model.ask(question, listen().asking);
    await clock.advance(200_000);
    expect(model.target.readiness).toBe('ready');
    await clock.advance(100_000);
    await until('the model is out of memory', () => model.target.readiness === 'cold');
    expect(await model.ask(question, listen().asking)).toMatchObject({ ok: true });
  });

  it('refuses what its window cannot hold, with the numbers', async () => {
    const model = openModel('chat.gguf');
    const refused = await model.ask({ ...question, maxOutputTokens: 2_000 }, listen().asking);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'invalid_request' } });
    expect(refused.ok ? '' : refused.error.message).toMatch(/^The model holds 1024 tokens, not \d+ tokens with/);
  });

  it('says that a file is missing, is none, or is broken, and takes a better one that comes in its place', async () => {
    const missing = openModel('nowhere.gguf');
    await missing.refresh();
    expect(missing.target).toMatchObject({ readiness: 'down', message: `${join(dir, 'nowhere.gguf')} is not there.` });

    await writeFile(join(dir, 'changing.gguf'), 'PK not a model');
    const model = openModel('changing.gguf');
    await model.refresh();
    expect(model.target.message).toBe('changing.gguf is no GGUF model file.');

    await writeFile(join(dir, 'changing.gguf'), Buffer.concat([Buffer.from('GGUF\u0003'), Buffer.alloc(400)]));
    await model.refresh();
    expect(model.target.readiness).toBe('cold');
    expect(await model.ask(question, listen().asking)).toMatchObject({ ok: false, error: { kind: 'unavailable' } });
    expect(model.target.readiness).toBe('down');
    await model.refresh();
    expect(model.target.readiness).toBe('down');

    await writeTinyModel(join(dir, 'changing.gguf'));
    await model.refresh();
    expect(await model.ask(question, listen().asking)).toMatchObject({ ok: true });
  });

  it('refuses in a runtime that cannot load the library, and says which', async () => {
    expect(runtimeProblem({ node: '20.10.0' })).toBeUndefined();
    expect(runtimeProblem({ node: '22.1.0', electron: '36.0.0' })).toBeUndefined();
    const model = openInProcessModel({
      clock: new FakeClock(0),
      platform: 'darwin',
      file: join(dir, 'plain.gguf'),
      onChange: () => undefined,
      versions: { node: '18.15.0', electron: '25.9.8' },
    });
    await model.refresh();
    const message =
      'This runtime is too old for models in process: they need Node 20.10, this is Electron 25.9.8 with Node 18.15.0.';
    expect(model.target).toMatchObject({ readiness: 'down', message });
    expect(await model.ask(question, listen().asking)).toMatchObject({ ok: false, error: { message } });
  });
});
