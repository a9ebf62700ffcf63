import { chmod, lstat, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyPlan } from './apply-connection.ts';
import { planConnection, planUndo } from './connection-plan.ts';
import { type TestHome, atMs, testHome } from './testing.ts';

let home: TestHome;
beforeEach(async () => {
  home = await testHome();
});
afterEach(() => home.remove());

const path = '.claude/settings.json';
const ours = {
  CLAUDE_CODE_ENABLE_TELEMETRY: '1',
  CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'otlp',
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
};

async function state(changes = {}): Promise<{ state: string; message: string }> {
  const plan = await planConnection('claude-code', { ...home.deps, ...changes });
  if (!plan.ok) throw new Error(plan.error);
  return { state: plan.value.state, message: plan.value.message };
}

describe('connecting Claude Code', () => {
  it('makes a settings file where there is none, private to the account, and takes it away again', async () => {
    await mkdir(join(home.homeDir, '.claude'));
    const { plan, backup } = await home.connect('claude-code');
    expect(JSON.parse(await readFile(plan.file, 'utf8'))).toEqual({ env: ours });
    expect({ backup, mode: (await stat(plan.file)).mode & 0o777 }).toEqual({ backup: null, mode: 0o600 });
    expect((await state()).state).toBe('connected');
    await home.disconnect('claude-code');
    expect(await home.list('.claude')).toEqual([]);
  });

  it('adds its variables and leaves comments, order, indentation and line breaks as they are', async () => {
    const before =
      '{\r\n    // my own\r\n    "model": "opus",\r\n    "env": {\r\n        "FOO": "1", // mine\r\n    },\r\n}\r\n';
    const file = await home.write(path, before);
    const { plan } = await home.connect('claude-code');
    const after = await readFile(file, 'utf8');
    expect(after.replaceAll('\r\n', '').includes('\n')).toBe(false);
    expect(after).toContain('    // my own\r\n    "model": "opus",\r\n');
    expect(after).toContain('        "FOO": "1", // mine\r\n');
    expect(after).toContain('        "OTEL_LOGS_EXPORTER": "otlp"');
    expect(plan.diff.filter(({ kind }) => kind === 'removed')).toEqual([]);
    await home.disconnect('claude-code');
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('keeps the mode of the file and writes through a link to where the settings are kept', async () => {
    const real = await home.write('dotfiles/claude.json', '{"env":{}}');
    await chmod(real, 0o644);
    await mkdir(join(home.homeDir, '.claude'));
    const link = join(home.homeDir, path);
    await symlink(real, link);
    const { backup } = await home.connect('claude-code');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(JSON.parse(await readFile(real, 'utf8'))).toEqual({ env: ours });
    expect((await stat(real)).mode & 0o777).toBe(0o644);
    expect(backup).toBe(`${link}.before-hivebar-20260520-101112`);
    expect(await readFile(backup ?? '', 'utf8')).toBe('{"env":{}}');
  });

  it('names another collector and takes its variables back in on disconnecting', async () => {
    const before = {
      env: {
        CLAUDE_CODE_ENABLE_TELEMETRY: '1',
        OTEL_LOGS_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:secret@collector.example:4317/path',
        OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'https://logs.example/v1/logs',
        OTEL_EXPORTER_OTLP_HEADERS: 'x-team=very-secret',
      },
    };
    const file = await home.write(path, JSON.stringify(before, null, 2));
    const seen = await state();
    expect(seen.state).toBe('connected-elsewhere');
    expect(seen.message).toContain('https://collector.example:4317');
    expect(seen.message).not.toContain('secret');
    const { plan } = await home.connect('claude-code');
    expect(JSON.stringify(plan.diff)).not.toContain('secret');
    const written = JSON.parse(await readFile(file, 'utf8')) as typeof before;
    expect(written.env).toEqual({ ...ours, OTEL_EXPORTER_OTLP_HEADERS: 'x-team=very-secret' });
    // Another edit since keeps the file from being put back as a whole; ours are taken back alone.
    await writeFile(file, JSON.stringify({ ...written, model: 'opus' }));
    await home.disconnect('claude-code');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ ...before, model: 'opus' });
  });

  it('leaves a value alone that was changed since, and says so', async () => {
    const file = await home.write(path, '{"env":{"KEEP":"me"}}');
    await home.connect('claude-code');
    const env = { KEEP: 'me', ...ours, OTEL_METRICS_EXPORTER: 'prometheus' };
    await writeFile(file, JSON.stringify({ env }));
    const { plan } = await home.disconnect('claude-code');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      env: { KEEP: 'me', OTEL_METRICS_EXPORTER: 'prometheus' },
    });
    expect(plan.notes).toContain('OTEL_METRICS_EXPORTER was changed since Hivebar set it, and stays as it is.');
  });

  it('asks for content only while the person keeps it', async () => {
    const file = await home.write(path, '{}');
    await home.connect('claude-code', { keepContent: true });
    const asked = JSON.parse(await readFile(file, 'utf8')) as { env: Record<string, string> };
    expect(asked.env).toMatchObject({ ...ours, OTEL_LOG_USER_PROMPTS: '1', OTEL_LOG_TOOL_CONTENT: '1' });
    expect(await state()).toMatchObject({ state: 'partly' });
    await home.connect('claude-code');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ env: ours });
    await home.disconnect('claude-code');
    expect(await readFile(file, 'utf8')).toBe('{}');
  });

  it('sends the token where the receiver asks for one, and shows it to nobody', async () => {
    await home.write(path, '{}');
    const collector = { port: 4320, token: 'abcdefghijklmnop' };
    const { plan } = await home.connect('claude-code', { collector });
    expect(plan.after).toContain('"OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Bearer%20abcdefghijklmnop"');
    expect(JSON.stringify(plan.diff)).not.toContain('abcdefgh');
  });

  it('follows a receiver that has moved to another port', async () => {
    const file = await home.write(path, '{\n  "env": { "KEEP": "me" }\n}\n');
    const before = await readFile(file, 'utf8');
    await home.connect('claude-code');
    const moved = { collector: { port: 4400 } };
    expect(await state(moved)).toMatchObject({ state: 'partly' });
    await home.connect('claude-code', moved);
    expect(await readFile(file, 'utf8')).toContain('http://127.0.0.1:4400');
    await home.disconnect('claude-code', moved);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('tells what wins over the file', async () => {
    await home.write(path, '{}');
    const plan = await planConnection('claude-code', {
      ...home.deps,
      account: { homeDir: home.homeDir, environment: { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://x', HOME: '/' } },
      readSystemFile: () => Promise.resolve('{"env":{"OTEL_LOGS_EXPORTER":"none"}}'),
    });
    expect(plan.ok && plan.value.notes).toEqual([
      expect.stringContaining('/etc/claude-code/managed-settings.json of your administrator'),
      expect.stringContaining('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT is set in the environment'),
      expect.stringContaining('until they are restarted'),
    ]);
  });
});

describe('settings of Claude Code that are not changed', () => {
  it.each([
    ['damaged JSON', '{\n  "env": {\n    "A": "1"', 'line 3'],
    ['a list', '[]', 'no JSON object'],
    ['an env that is no object', '{"env":"x"}', '"env" is not what Claude Code expects'],
  ])('%s', async (_name, text, reason) => {
    const file = await home.write(path, text);
    const plan = await planConnection('claude-code', home.deps);
    expect(plan).toEqual({ ok: false, error: expect.stringContaining(reason) as string });
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('the same key twice, of which nobody knows which one counts', async () => {
    await home.write(path, '{"env":{"OTEL_LOGS_EXPORTER":"x","OTEL_LOGS_EXPORTER":"y"}}');
    const plan = await planConnection('claude-code', home.deps);
    expect(plan).toEqual({ ok: false, error: expect.stringContaining('cannot be changed safely') as string });
  });

  it('those that changed between showing and applying', async () => {
    const file = await home.write(path, '{}');
    const plan = await planConnection('claude-code', home.deps);
    await writeFile(file, '{"model":"opus"}');
    if (!plan.ok) throw new Error(plan.error);
    const applied = await applyPlan(plan.value, { dataDir: home.deps.dataDir, now: () => atMs });
    expect(applied).toEqual({ ok: false, error: expect.stringContaining('has changed since') as string });
    expect(await readFile(file, 'utf8')).toBe('{"model":"opus"}');
    expect(await home.list('.claude')).toEqual(['settings.json']);
  });

  it('those of an agent that never ran here', async () => {
    expect((await state()).state).toBe('not-installed');
    await expect(home.connect('claude-code')).rejects.toThrow('Start it once, then connect it.');
  });
});

it('takes away what leads to Hivebar though nobody remembers what stood there before', async () => {
  const file = await home.write(path, JSON.stringify({ env: { ...ours, KEEP: 'me' } }));
  const undo = await planUndo('claude-code', home.deps);
  expect(undo.ok && undo.value.notes[0]).toContain('does not know what stood there before');
  await home.disconnect('claude-code');
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ env: { KEEP: 'me' } });
});
