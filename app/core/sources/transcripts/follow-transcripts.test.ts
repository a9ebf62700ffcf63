import { appendFile, cp, mkdtemp, mkdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { type TranscriptFollower, followTranscripts } from './follow-transcripts.ts';
import type { Telemetry } from './tell-held.ts';
import { FakeIntake } from './testing/fake-intake.ts';
import { fixture } from './testing/read-file.ts';

let home: string;
let intake: FakeIntake;
let clock: FakeClock;
let telemetry: Telemetry;
let logged: string[];
let follower: TranscriptFollower | undefined;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hivebar-follow-'));
  intake = new FakeIntake();
  clock = new FakeClock('2026-08-01T10:00:00Z');
  telemetry = 'silent';
  logged = [];
});

afterEach(async () => {
  await follower?.stop();
  follower = undefined;
  await rm(home, { recursive: true });
});

async function start(): Promise<TranscriptFollower> {
  follower = await followTranscripts({
    account: { homeDir: home, environment: {} },
    intake,
    clock,
    log: (_level, message, facts) => void logged.push(message + JSON.stringify(facts)),
    stateFile: join(home, 'followed.json'),
    telemetry: () => telemetry,
  });
  await savedState();
  return follower;
}

/** Leaves the follower as a killed process would: it neither tells nor saves any more. */
function kill(): void {
  follower = undefined;
  clock = new FakeClock('2026-08-01T11:00:00Z');
}

/** Lets time pass in steps until the condition is true; files take their own time meanwhile. */
async function until(condition: () => boolean | Promise<boolean>, stepMs = 250): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    if (await condition()) return;
    if (Date.now() > deadline) throw new Error('the condition did not come true within 10 s');
    await clock.advance(stepMs);
    await new Promise((resume) => setTimeout(resume, 10));
  }
}

async function savedState(): Promise<void> {
  await until(async () => (await readFile(join(home, 'followed.json'), 'utf8').catch(() => '')) !== '');
}

const folder = '.claude/projects/shop';
let number = 0;

async function session(name: string, content = ''): Promise<string> {
  await mkdir(join(home, folder), { recursive: true });
  const path = join(home, folder, name);
  await writeFile(path, content);
  return path;
}

/** A line of Claude Code with one whole answer. */
function answer(request: string, fields: object = {}, usage: object = {}): string {
  number += 1;
  const timestamp = new Date(Date.UTC(2026, 7, 1, 10) + number * 1_000).toISOString();
  const message = {
    id: `msg_${request}`,
    model: 'claude-opus-4-5',
    content: [{ type: 'text', text: 'fine' }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 1, output_tokens: 5, ...usage },
    ...fields,
  };
  return `${JSON.stringify({ type: 'assistant', sessionId: 'one', requestId: request, timestamp, message })}\n`;
}

const ids = (): string[] => intake.ids.map((id) => id.replace('claude-code:', ''));

describe('following the sessions of agents', () => {
  it('begins at the present end, and tells of what is appended and of new files', async () => {
    const path = await session('a.jsonl', answer('old1') + answer('old2'));
    await start();
    await appendFile(path, answer('new1'));
    await session('b.jsonl', answer('new2'));
    await until(() => ids().length >= 2);
    expect(ids().sort()).toEqual(['new1', 'new2']);
    expect(follower?.lastActivityMs('claude-code')).toBeGreaterThan(0);
    expect(follower?.lastActivityMs('codex')).toBeNull();
    expect(follower?.health()).toMatchObject([{ name: 'claude-code-sessions', state: 'ok' }]);
  });

  it('waits for the end of a line, and for the last line of an answer', async () => {
    const path = await session('a.jsonl', '');
    await start();
    const first = answer('req', { stop_reason: null }, { output_tokens: 1 });
    await appendFile(path, first.slice(0, 40));
    await until(() => follower?.health()[0]?.state === 'ok');
    await appendFile(path, first.slice(40));
    await until(() => clock.monotonic() > 5_000);
    expect(ids()).toEqual([]);
    await appendFile(path, answer('req', {}, { output_tokens: 250 }));
    await until(() => ids().length > 0);
    expect(intake.rows[0]?.row).toMatchObject({ output_tokens: 250 });
  });

  it('holds rows for a minute while telemetry comes, and tells of them then', async () => {
    const path = await session('a.jsonl', '');
    telemetry = 'alive';
    await start();
    const sinceMs = clock.monotonic();
    await appendFile(path, answer('req'));
    await until(() => (follower?.health()[0]?.counters['held_rows'] ?? 0) > 0);
    await until(() => ids().length > 0, 1_000);
    expect(clock.monotonic() - sinceMs).toBeGreaterThanOrEqual(60_000);
  });

  it('tells at once of what it held when telemetry falls silent', async () => {
    const path = await session('a.jsonl', '');
    telemetry = 'alive';
    await start();
    const sinceMs = clock.monotonic();
    await appendFile(path, answer('req'));
    await until(() => (follower?.health()[0]?.counters['held_rows'] ?? 0) > 0);
    telemetry = 'silent';
    await until(() => ids().length > 0);
    expect(clock.monotonic() - sinceMs).toBeLessThan(60_000);
  });

  it('goes on where it stood after it was killed, and loses nothing that it held', async () => {
    const path = await session('a.jsonl', answer('old'));
    telemetry = 'alive';
    await start();
    await appendFile(path, answer('one') + answer('two'));
    await until(() => (follower?.health()[0]?.counters['held_rows'] ?? 0) >= 1);
    await clock.advance(6_000);
    kill();
    await appendFile(path, answer('three'));
    await session('b.jsonl', answer('four'));
    telemetry = 'silent';
    await start();
    await until(() => ids().length >= 4);
    expect(ids().sort()).toEqual(['four', 'one', 'three', 'two']);
  });

  it('does not tell again of what was told before a restart', async () => {
    const path = await session('a.jsonl', '');
    await start();
    await appendFile(path, answer('one') + answer('two'));
    await until(() => ids().length >= 2);
    await follower?.stop();
    intake = new FakeIntake();
    await start();
    await appendFile(path, answer('three'));
    await until(() => ids().includes('three'));
    expect(ids()).toEqual(['three']);
  });

  it('reads a file that was truncated or replaced from its beginning', async () => {
    const path = await session('a.jsonl', answer('one') + answer('two'));
    await start();
    await appendFile(path, answer('three'));
    await until(() => ids().includes('three'));
    await truncate(path, 0);
    await appendFile(path, answer('four'));
    await until(() => ids().includes('four'));
    await writeFile(`${path}.new`, answer('five') + answer('six') + answer('seven') + answer('eight'));
    await rename(`${path}.new`, path);
    await until(() => ids().includes('eight'));
    expect(ids()).toEqual(['three', 'four', 'five', 'six', 'seven', 'eight']);
  });

  it('knows a renamed file again', async () => {
    const path = await session('a.jsonl', answer('one'));
    await start();
    await appendFile(path, answer('two'));
    await until(() => ids().includes('two'));
    const renamed = join(home, folder, 'z.jsonl');
    await rename(path, renamed);
    await appendFile(renamed, answer('three'));
    await until(() => ids().includes('three'));
    await follower?.stop();
    intake = new FakeIntake();
    await rename(renamed, path);
    await start();
    await appendFile(path, answer('four'));
    await until(() => ids().includes('four'));
    expect(ids()).toEqual(['four']);
  });

  it('tells again of what the writer had no room for', async () => {
    const path = await session('a.jsonl', '');
    await start();
    intake.fullCalls = 3;
    await appendFile(path, answer('one') + answer('two') + answer('three'));
    await until(() => ids().length >= 3);
    expect(ids()).toEqual(['one', 'two', 'three']);
  });

  it('brings a tool that was asked for before Hivebar started together with its result', async () => {
    const asked = answer('req', { content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: {} }] });
    const path = await session('a.jsonl', asked);
    await start();
    const result = { content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'done' }] };
    await appendFile(
      path,
      `${JSON.stringify({ type: 'user', sessionId: 'one', timestamp: '2026-08-01T10:30:00Z', message: result })}\n`,
    );
    await until(() => ids().length > 0);
    expect(ids()).toEqual(['toolu_1']);
  });

  it('follows a session of Gemini CLI that is written anew as one document', async () => {
    const chats = join(home, '.gemini/tmp/shop/chats');
    await cp(fixture('gemini/tmp/shop/chats'), chats, { recursive: true });
    await start();
    const path = join(chats, 'session-2026-01-04T11-00-6f2f1a0e.json');
    const document = JSON.parse(await readFile(path, 'utf8')) as { messages: object[] };
    const tokens = { input: 9, output: 8, cached: 0, thoughts: 0, tool: 0, total: 17 };
    const timestamp = new Date(Date.now() + 60_000).toISOString();
    document.messages.push({ id: 'k3', timestamp, type: 'gemini', content: '', tokens, model: 'gemini-2.5-pro' });
    await writeFile(path, JSON.stringify(document));
    await until(() => intake.ids.length > 0);
    expect(intake.ids).toEqual(['gemini:6f2f1a0e-aaaa-4bbb-8ccc-111122220000:9:8:0:0']);
  });

  it('leaves to telemetry what telemetry names in another way', async () => {
    const path = await session('a.jsonl', '');
    telemetry = 'alive';
    await start();
    const failure = { type: 'assistant', isApiErrorMessage: true, uuid: 'u', timestamp: '2026-08-01T10:30:00Z' };
    await appendFile(path, `${JSON.stringify({ ...failure, message: { model: '<synthetic>' } })}\n`);
    await until(() => (follower?.health()[0]?.counters['left_to_telemetry'] ?? 0) > 0, 1_000);
    expect(ids()).toEqual([]);
  });

  it('tells of such a failure after its minute when an agent that is connected has sent nothing', async () => {
    const path = await session('a.jsonl', '');
    telemetry = 'expected';
    await start();
    const sinceMs = clock.monotonic();
    const failure = { type: 'assistant', isApiErrorMessage: true, uuid: 'u', timestamp: '2026-08-01T10:30:00Z' };
    await appendFile(path, `${JSON.stringify({ ...failure, message: { model: '<synthetic>' } })}\n`);
    await until(() => ids().length > 0, 1_000);
    expect(clock.monotonic() - sinceMs).toBeGreaterThanOrEqual(60_000);
  });

  it('keeps its state private, and counts broken lines without their content', async () => {
    const path = await session('a.jsonl', '');
    await start();
    await appendFile(path, `{"hunter2\n${answer('one')}`);
    await until(() => ids().length > 0);
    expect(follower?.health()[0]?.counters['bad_lines']).toBe(1);
    expect(intake.refusals).toEqual(['transcript claude-code a line of a session file is no JSON 1']);
    expect((await stat(join(home, 'followed.json'))).mode & 0o777).toBe(0o600);
    expect(logged).toEqual([]);
  });

  it('begins at the present end when its state is damaged, and says so without a path', async () => {
    const path = await session('a.jsonl', answer('one'));
    await writeFile(join(home, 'followed.json'), '{"version":1,"files":');
    await start();
    expect(logged.join()).toContain('damaged');
    expect(logged.join()).not.toContain(home);
    await until(async () => (await readFile(join(home, 'followed.json'), 'utf8')).endsWith('}\n'));
    await appendFile(path, answer('two'));
    await until(() => ids().length > 0);
    expect(ids()).toEqual(['two']);
  });
});
