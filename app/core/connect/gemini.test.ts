import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { planConnection } from './connection-plan.ts';
import { type TestHome, testHome } from './testing.ts';

let home: TestHome;
beforeEach(async () => {
  home = await testHome();
});
afterEach(() => home.remove());

const path = '.gemini/settings.json';
const ours = {
  enabled: true,
  target: 'local',
  otlpProtocol: 'http',
  otlpEndpoint: 'http://127.0.0.1:4318',
  logPrompts: false,
};

it('connects Gemini over HTTP, without prompts, and puts back what was there', async () => {
  const before = `{
  "security": { "auth": { "selectedType": "oauth-personal" } },
  "telemetry": { "enabled": true, "target": "gcp", "outfile": "/tmp/log", "useCollector": true }
}
`;
  const file = await home.write(path, before);
  const { plan } = await home.connect('gemini');
  expect([plan.state, plan.message]).toEqual(['connected-elsewhere', expect.stringContaining('reports to a file')]);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    security: { auth: { selectedType: 'oauth-personal' } },
    telemetry: { ...ours, useCollector: true },
  });
  await home.disconnect('gemini');
  expect(await readFile(file, 'utf8')).toBe(before);
});

it('sends prompts once the person keeps content', async () => {
  const file = await home.write(path, '{}');
  await home.connect('gemini', { keepContent: true });
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ telemetry: { ...ours, logPrompts: true } });
});

it('finds the settings of Gemini below the home that its variable names', async () => {
  const file = await home.write('elsewhere/.gemini/settings.json', '{}');
  const environment = { GEMINI_CLI_HOME: join(home.homeDir, 'elsewhere'), OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x:1' };
  const plan = await planConnection('gemini', { ...home.deps, account: { homeDir: home.homeDir, environment } });
  expect(plan.ok && plan.value.file).toBe(file);
  expect(plan.ok && plan.value.notes[0]).toContain('OTEL_EXPORTER_OTLP_ENDPOINT is set in the environment');
});
