import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAgents } from '../../core/connect/agents.ts';
import { realClock } from '../../core/database/testing.ts';
import { connectCommand } from '../commands/connect.ts';
import { readOptions } from '../option-reader.ts';
import { type ConnectWorld, runConnect } from './run-connect.ts';

let homeDir: string;
let file: string;
beforeEach(async () => {
  homeDir = await mkdtemp(join(tmpdir(), 'hivebar-connect-cli-'));
  await mkdir(join(homeDir, '.claude'));
  file = join(homeDir, '.claude', 'settings.json');
  await writeFile(file, '{"model":"opus"}\n');
});
afterEach(() => rm(homeDir, { recursive: true }));

/** Runs `hivebar connect` with these words, for a person who answers as `world` says. */
async function run(words: readonly string[], changes: Partial<ConnectWorld> = {}) {
  const printed: string[] = [];
  const read = readOptions(words, { ...connectCommand.options, json: { kind: 'flag', says: '' } });
  if (!read.ok) throw new Error(read.error.message);
  const { operands, options } = read.value;
  const dataDir = join(homeDir, 'hivebar');
  const doors = { otlpPort: 4318, otlpToken: undefined, socketPath: undefined, importer: undefined };
  const paths = { dataDir, resourcesDir: '/', schemaDir: '/', nativeDir: '/' };
  const account = { homeDir, environment: {} };
  const world: ConnectWorld = {
    agents: createAgents({ account, platform: 'linux', clock: realClock, paths }, () => doors),
    running: true,
    confirm: undefined,
    awaitEvent: () => Promise.resolve('received'),
    ...changes,
  };
  const terminal = {
    print: (text: string | Uint8Array) => Promise.resolve(void printed.push(String(text))),
    tell: (text: string) => void printed.push(text),
    interactive: false,
    showsProgress: false,
    paint: (_colour: string, text: string) => text,
    columns: 100,
  };
  const outcome = await runConnect({ operands, options, json: options.flag('json'), dataDir, terminal }, world);
  return { outcome, text: printed.join('') };
}

const endpoint = '"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"';

describe('hivebar connect', () => {
  it('lists the agents with their state', async () => {
    const { text, outcome } = await run([]);
    expect(outcome).toEqual({ ok: true, value: 0 });
    expect(text).toMatch(/claude-code +not connected +Claude Code does not report to Hivebar/);
    expect(text).toMatch(/codex +not installed/);
  });

  it('shows the change, asks, makes it, and tells of the copy and the first event', async () => {
    const { text, outcome } = await run(['claude-code'], { confirm: () => Promise.resolve(true) });
    expect(outcome).toEqual({ ok: true, value: 0 });
    expect(text).toContain(`${file}\n`);
    expect(text).toContain(`  +     ${endpoint}`);
    expect(text).toMatch(/The file as it was: .+before-hivebar-/);
    expect(text).toContain('Received: the connection works.');
    expect(await readFile(file, 'utf8')).toContain(endpoint);
  });

  it('changes nothing on a no, nor where nobody can be asked', async () => {
    const declined = await run(['claude-code'], { confirm: () => Promise.resolve(false) });
    expect(declined.outcome).toEqual({ ok: false, error: { exitCode: 1, message: 'Nothing was changed.' } });
    const alone = await run(['claude-code']);
    expect(alone.outcome).toMatchObject({ ok: false, error: { exitCode: 2 } });
    expect(await readFile(file, 'utf8')).toBe('{"model":"opus"}\n');
  });

  it('puts everything back, and has nothing to do the second time', async () => {
    await run(['claude-code', '--yes', '--no-wait']);
    const undone = await run(['claude-code', '--undo', '--yes', '--json']);
    expect(JSON.parse(undone.text)).toMatchObject({ change: 'disconnect', state: 'not-connected', received: null });
    expect(await readFile(file, 'utf8')).toBe('{"model":"opus"}\n');
    const again = await run(['claude-code', '--undo', '--yes']);
    expect(again).toMatchObject({ outcome: { ok: true, value: 0 } });
    expect(again.text).toContain('Nothing has to change.');
  });

  it('leaves the agent connected when no event came', async () => {
    const { text } = await run(['claude-code', '--yes'], { awaitEvent: () => Promise.resolve('given-up') });
    expect(text).toContain('It stays connected');
    expect(await readFile(file, 'utf8')).toContain(endpoint);
  });

  it('refuses an agent that it does not know or that never ran', async () => {
    expect(await run(['claude'])).toMatchObject({ outcome: { ok: false, error: { exitCode: 2 } } });
    const absent = await run(['codex', '--yes']);
    expect(absent.outcome).toMatchObject({ ok: false, error: { exitCode: 1 } });
  });
});
