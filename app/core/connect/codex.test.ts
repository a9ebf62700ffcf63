import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planConnection } from './connection-plan.ts';
import { type TestHome, testHome } from './testing.ts';

let home: TestHome;
beforeEach(async () => {
  home = await testHome();
});
afterEach(() => home.remove());

const path = '.codex/config.toml';
const exporter = (signal: string) => ({
  'otlp-http': { endpoint: `http://127.0.0.1:4318/v1/${signal}`, protocol: 'json' },
});
const ours = { exporter: exporter('logs'), trace_exporter: exporter('traces'), metrics_exporter: exporter('metrics') };

const lively = `# my codex
model = "gpt-5"   # the big one
notify = [
  "say", # [otel]
  "done",
]
prompt = """
[otel]
exporter = "not this one"
"""

[mcp_servers."docs.server"]
command = 'npx'
args = ["-y", "docs"]

[profiles.fast]
model = "gpt-5-mini"
`;

describe('connecting Codex', () => {
  it('adds its table to a file full of other things, which stay to the byte', async () => {
    const file = await home.write(path, lively);
    await home.connect('codex');
    const after = await readFile(file, 'utf8');
    expect(after.startsWith(lively)).toBe(true);
    expect(after.slice(lively.length)).toBe(
      '\n[otel]\n' +
        'exporter = { otlp-http = { endpoint = "http://127.0.0.1:4318/v1/logs", protocol = "json" } }\n' +
        'trace_exporter = { otlp-http = { endpoint = "http://127.0.0.1:4318/v1/traces", protocol = "json" } }\n' +
        'metrics_exporter = { otlp-http = { endpoint = "http://127.0.0.1:4318/v1/metrics", protocol = "json" } }\n',
    );
    await home.disconnect('codex');
    expect(await readFile(file, 'utf8')).toBe(lively);
  });

  it('takes its table away again from a file that was edited since', async () => {
    const file = await home.write(path, lively);
    await home.connect('codex');
    await writeFile(file, (await readFile(file, 'utf8')).replace('gpt-5"', 'gpt-6"'));
    await home.disconnect('codex');
    expect(await readFile(file, 'utf8')).toBe(lively.replace('gpt-5"', 'gpt-6"'));
  });

  it('replaces the exporters of another collector in place, in tables of their own too, and puts them back', async () => {
    const before = `[otel]
# where the team looks
environment = "prod"
exporter = { otlp-grpc = { endpoint = "https://otel.example:4317" } }
log_user_prompt = true

[otel.trace_exporter.otlp-http]
endpoint = "https://otel.example/v1/traces"
protocol = "binary"

[otel.trace_exporter.otlp-http.headers]
"x-key" = "hush"

[tui]
theme = "dark"
`;
    const file = await home.write(path, before);
    const plan = await planConnection('codex', home.deps);
    expect(plan.ok && [plan.value.state, plan.value.message]).toEqual([
      'connected-elsewhere',
      expect.stringContaining('https://otel.example:4317'),
    ]);
    await home.connect('codex');
    const connected = await readFile(file, 'utf8');
    expect(parse(connected)).toEqual({
      otel: { environment: 'prod', log_user_prompt: true, ...ours },
      tui: { theme: 'dark' },
    });
    expect(connected).toContain('# where the team looks\nenvironment = "prod"\nexporter = { otlp-http');
    await writeFile(file, `${connected}\n[history]\npersistence = "none"\n`);
    await home.disconnect('codex');
    const expected = { ...parse(before), history: { persistence: 'none' } };
    expect(parse(await readFile(file, 'utf8'))).toEqual(expected);
  });

  it('begins a file where there is none, and a table before the tables below it', async () => {
    await mkdir(join(home.homeDir, '.codex'));
    const { plan } = await home.connect('codex');
    expect(parse(await readFile(plan.file, 'utf8'))).toEqual({ otel: ours });
    await home.disconnect('codex');
    await home.write(path, '[otel.span_attributes]\nteam = "a"');
    await home.connect('codex');
    expect(parse(await readFile(plan.file, 'utf8'))).toEqual({ otel: { span_attributes: { team: 'a' }, ...ours } });
  });

  it('keeps the line breaks of the file, also where its last line has none', async () => {
    const file = await home.write(path, 'model = "a"\r\n[tui]\r\ntheme = "dark"');
    await home.connect('codex');
    const after = await readFile(file, 'utf8');
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    expect(parse(after)).toEqual({ model: 'a', tui: { theme: 'dark' }, otel: ours });
  });

  it('sends prompts only while the person keeps content, and says what Codex sends anyway', async () => {
    await home.write(path, '');
    const quiet = await planConnection('codex', home.deps);
    expect(quiet.ok && quiet.value.after).not.toContain('log_user_prompt');
    expect(quiet.ok && quiet.value.notes[0]).toContain('Hivebar drops both');
    const { plan } = await home.connect('codex', { keepContent: true });
    expect(plan.after).toContain('log_user_prompt = true\n');
  });

  it('says the token in a header', async () => {
    await home.write(path, '');
    const { plan } = await home.connect('codex', { collector: { port: 4318, token: 'abcdefghijklmnop' } });
    expect(plan.after).toContain('headers = { Authorization = "Bearer abcdefghijklmnop" }');
    expect(JSON.stringify(plan.diff)).not.toContain('abcdefgh');
  });
});

describe('a config.toml that is not changed', () => {
  it.each([
    ['damaged TOML', 'model = \n', 'line 1 is not TOML'],
    ['otel outside a table', 'otel = { environment = "dev" }\n', 'outside a [otel] table'],
    ['otel by dotted keys', 'otel.environment = "dev"\n', 'outside a [otel] table'],
    ['several otel tables', '[[otel]]\nexporter = "none"\n', '"otel" is not what Codex expects'],
  ])('%s', async (_name, text, reason) => {
    await home.write(path, text);
    const plan = await planConnection('codex', home.deps);
    expect(plan).toEqual({ ok: false, error: expect.stringContaining(reason) as string });
  });
});
