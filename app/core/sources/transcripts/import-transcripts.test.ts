import { cp, mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentName, ImportProgress } from '../../../contract/imports.ts';
import { systemClock } from '../../host/system-clock.ts';
import { importTranscripts } from './import-transcripts.ts';
import { FakeIntake } from './testing/fake-intake.ts';
import { fixture } from './testing/read-file.ts';

let home: string;
let intake: FakeIntake;
let seen: ImportProgress[];
let logged: string[];
let cancel: AbortController;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hivebar-import-'));
  intake = new FakeIntake();
  seen = [];
  logged = [];
  cancel = new AbortController();
});

afterEach(() => rm(home, { recursive: true }));

function run(agent: AgentName, path?: string): Promise<ImportProgress> {
  const deps = {
    account: { homeDir: home, environment: {} },
    intake,
    clock: systemClock(),
    log: (_level: unknown, message: string, facts?: object) => void logged.push(message + JSON.stringify(facts)),
  };
  const onProgress = (progress: ImportProgress) => void seen.push(progress);
  return importTranscripts(deps, { agent, path, signal: cancel.signal, onProgress });
}

/** A line of Claude Code with one answer. */
function answer(number: number, day: string, text = 'fine'): string {
  const usage = { input_tokens: number, output_tokens: 5 };
  return `${JSON.stringify({
    type: 'assistant',
    sessionId: 'one',
    requestId: `req_${number}`,
    timestamp: `${day}T10:00:00.000Z`,
    message: { id: `msg_${number}`, model: 'claude-opus-4-5', content: [{ type: 'text', text }], usage },
  })}\n`;
}

async function claudeFile(name: string, content: string): Promise<void> {
  const folder = join(home, '.claude/projects/shop');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), content);
}

describe('an import of transcripts', () => {
  it('tells of every call of a session, its parts and its copies once', async () => {
    await cp(fixture('claude-code'), join(home, '.claude'), { recursive: true });
    const first = await run('claude-code');
    expect(first).toMatchObject({ state: 'finished', filesTotal: 3, filesDone: 3, badLines: 0, rowsAdded: 11 });
    expect(first.bytesDone).toBe(first.bytesTotal);
    expect(first.rowsKnown).toBe(1);
    const again = await run('claude-code');
    expect(again).toMatchObject({ state: 'finished', rowsAdded: 0, rowsKnown: 12 });
    expect(new Set(intake.ids).size).toBe(11);
  });

  it('finds the sessions of Codex and of Gemini CLI where they keep them', async () => {
    await cp(fixture('codex'), join(home, '.codex'), { recursive: true });
    await cp(fixture('gemini'), join(home, '.gemini'), { recursive: true });
    expect(await run('codex')).toMatchObject({ state: 'finished', filesDone: 2, rowsAdded: 7, badLines: 0 });
    expect(await run('gemini')).toMatchObject({ state: 'finished', filesDone: 2, rowsAdded: 5, badLines: 0 });
  });

  it('reads one file or folder that the person names', async () => {
    const named = fixture(
      'codex/sessions/2026/08/03/rollout-2026-08-03T10-00-00-0199a213-81c0-7800-8aa1-bbab2a035a53.jsonl',
    );
    expect(await run('codex', named)).toMatchObject({ state: 'finished', filesDone: 1, rowsAdded: 6 });
    expect(await run('codex', fixture('codex'))).toMatchObject({ filesDone: 2, rowsAdded: 1, rowsKnown: 6 });
  });

  it('reports broken lines with file and line, goes on behind them, and says nothing of what they hold', async () => {
    const secret = 'hunter2';
    await claudeFile(
      'a.jsonl',
      `${answer(1, '2026-08-01')}{"${secret}\n\n["${secret}"]\n${answer(2, '2026-08-01')}{"type":`,
    );
    const progress = await run('claude-code');
    expect(progress).toMatchObject({ state: 'finished', rowsAdded: 2, badLines: 3 });
    expect(progress.firstBadLines).toEqual([
      { file: 'projects/shop/a.jsonl', line: 2, reason: 'is no JSON' },
      { file: 'projects/shop/a.jsonl', line: 4, reason: 'is no JSON object' },
      { file: 'projects/shop/a.jsonl', line: 6, reason: 'is no JSON' },
    ]);
    expect(JSON.stringify([progress, intake.refusals, logged])).not.toContain(secret);
    expect(intake.refusals).toHaveLength(3);
    expect(logged.join()).not.toContain(home);
  });

  it('sends the rows of a day together', async () => {
    const days = ['2026-08-01', '2026-08-02', '2026-08-03'];
    const lines = Array.from({ length: 12_000 }, (_, number) => answer(number, days[number % 3] ?? ''));
    await claudeFile('a.jsonl', lines.join(''));
    expect(await run('claude-code')).toMatchObject({ state: 'finished', rowsAdded: 12_000 });
    expect(intake.batches).toHaveLength(3);
    for (const batch of intake.batches) {
      expect(new Set(batch.map(({ row }) => Math.floor(row.ts_ms / 86_400_000))).size).toBe(1);
    }
  });

  it('waits and sends the same again while there is no room, and counts each row once', async () => {
    await claudeFile('a.jsonl', Array.from({ length: 10 }, (_, number) => answer(number, '2026-08-01')).join(''));
    intake.fullCalls = 2;
    expect(await run('claude-code')).toMatchObject({ state: 'finished', rowsAdded: 10, rowsKnown: 0 });
    expect(seen.some(({ message }) => message.includes('waits'))).toBe(true);
  });

  it('stops when it is cancelled, and goes on when it is started again', async () => {
    await claudeFile('a.jsonl', Array.from({ length: 60 }, (_, number) => answer(number, '2026-08-01')).join(''));
    intake.fullCalls = Number.MAX_SAFE_INTEGER;
    const running = run('claude-code');
    await until(() => intake.rows.length > 0);
    cancel.abort();
    expect(await running).toMatchObject({ state: 'cancelled', rowsAdded: 30 });
    intake.fullCalls = 0;
    cancel = new AbortController();
    expect(await run('claude-code')).toMatchObject({ state: 'finished', rowsAdded: 30, rowsKnown: 30 });
  });

  it('says that there is nothing to read', async () => {
    expect(await run('gemini')).toMatchObject({ state: 'finished', filesTotal: 0 });
    expect(seen.at(-1)?.message).toContain('no session files');
    expect(await run('codex', join(home, 'nowhere'))).toMatchObject({ state: 'failed' });
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('the condition did not come true within 10 s');
    await new Promise((resume) => setTimeout(resume, 5));
  }
}
