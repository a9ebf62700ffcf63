import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../contract/imports.ts';
import { systemClock } from '../../core/host/system-clock.ts';
import { startSocketServer, type SocketServer } from '../../core/sources/socket/socket-server.ts';
import { importOp } from '../../core/sources/transcripts/import-op.ts';
import { createImports, type Imports } from '../../core/sources/transcripts/imports.ts';
import { FakeIntake } from '../../core/sources/transcripts/testing/fake-intake.ts';
import { fixture } from '../../core/sources/transcripts/testing/read-file.ts';
import { createWorkList } from '../../core/long-work/work-list.ts';
import { exitCodes } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { importThrough } from './import.ts';

let home: string;
let intake: FakeIntake;
let imports: Imports;
let server: SocketServer;
let printed: string;
let told: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hivebar-cli-import-'));
  await cp(fixture('claude-code'), join(home, '.claude'), { recursive: true });
  intake = new FakeIntake();
  const log = (): void => undefined;
  const clock = systemClock();
  imports = createImports({
    account: { homeDir: home, environment: {} },
    intake,
    clock,
    log,
    work: createWorkList(clock),
  });
  const started = await startSocketServer({ path: join(home, 'h.sock'), ops: [importOp(imports)], log, clock });
  if (!started.ok) throw new Error(started.error);
  server = started.value;
  printed = '';
  told = '';
});

afterEach(async () => {
  await imports.stop();
  await server.stop();
  await rm(home, { recursive: true });
});

const terminal: Terminal = {
  print: (text) => {
    printed += String(text);
    return Promise.resolve();
  },
  tell: (text) => void (told += text),
  interactive: false,
  showsProgress: false,
  paint: (_colour, text) => text,
  columns: 100,
};

const never = new Promise<void>(() => undefined);

function run(json = false, stopAsked: Promise<unknown> = never): ReturnType<typeof importThrough> {
  return importThrough(server.path, { agent: 'claude-code', path: undefined, json, terminal, stopAsked });
}

describe('hivebar import', () => {
  it('says what was read, and that it is known the second time', async () => {
    expect(await run()).toEqual({ ok: true, value: exitCodes.ok });
    expect(printed).toMatch(/^Read 3 of 3 session files of Claude Code\.\n11 rows added, 1 known already, /);
    printed = '';
    expect(await run(true)).toEqual({ ok: true, value: exitCodes.ok });
    expect(JSON.parse(printed)).toMatchObject({ state: 'finished', rowsAdded: 0, rowsKnown: 12 });
  });

  it('shows where broken lines stand, and ends with 1', async () => {
    await appendFile(join(home, '.claude/projects/-home-ann-shop/broken.jsonl'), '{"hunter2\n');
    expect(await run()).toEqual({ ok: true, value: exitCodes.trouble });
    expect(told).toBe('projects/-home-ann-shop/broken.jsonl:1: is no JSON\n');
    expect(printed).toContain('1 line could not be used.');
  });

  it('stops the import when the person asks, and says that it can go on', async () => {
    intake.fullCalls = Number.MAX_SAFE_INTEGER;
    let stop: () => void = () => undefined;
    const running = run(false, new Promise<void>((resolve) => (stop = resolve)));
    await until(() => latest()?.message.includes('waits') === true);
    stop();
    const outcome = await running;
    expect(outcome).toMatchObject({ ok: false, error: { exitCode: exitCodes.trouble } });
    expect(outcome.ok ? '' : outcome.error.message).toContain('goes on later');
    await until(() => latest()?.state === 'cancelled');
  });

  it('refuses a second import of the same agent while one runs', async () => {
    intake.fullCalls = Number.MAX_SAFE_INTEGER;
    expect(await imports.start('claude-code')).toMatchObject({ ok: true, value: { state: 'running' } });
    expect(await run()).toMatchObject({ ok: false, error: { message: expect.stringContaining('already') as string } });
    await imports.cancel('claude-code');
    expect(latest()?.state).toBe('cancelled');
  });

  it('refuses an agent and a path that it does not know', async () => {
    const request = { path: 'relative', json: false, terminal, stopAsked: never };
    const refused = await importThrough(server.path, { ...request, agent: 'codex' });
    expect(refused).toMatchObject({ ok: false, error: { message: 'path: path must be absolute' } });
    const gone = await importThrough(server.path, { ...request, agent: 'codex', path: join(home, 'nowhere') });
    expect(gone.ok ? '' : gone.error.message).toContain('There is nothing at');
  });
});

function latest(): ImportProgress | undefined {
  return imports.progress()[0];
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('the condition did not come true within 10 s');
    await new Promise((resume) => setTimeout(resume, 5));
  }
}
