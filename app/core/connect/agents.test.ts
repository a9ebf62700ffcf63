import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realClock } from '../database/testing.ts';
import { type AgentDoors, createAgents } from './agents.ts';
import { type TestHome, testHome } from './testing.ts';

const closed: AgentDoors = { otlpPort: undefined, otlpToken: undefined, socketPath: undefined, importer: undefined };

let home: TestHome;
beforeEach(async () => {
  home = await testHome();
});
afterEach(() => home.remove());

function agentsWith(doors: Partial<AgentDoors>) {
  const { account, platform, dataDir } = home.deps;
  const paths = { dataDir, resourcesDir: '/', schemaDir: '/', nativeDir: '/' };
  return createAgents({ account, platform, clock: realClock, paths }, () => ({ ...closed, ...doors }));
}

it('lists every agent, also one whose file is damaged', async () => {
  await home.write('.claude/settings.json', '{}');
  await home.write('.codex/config.toml', 'model = ');
  const states = (await agentsWith({}).connections()).map(({ agent, state }) => [agent, state]);
  expect(states).toEqual([
    ['claude-code', 'not-connected'],
    ['codex', 'unreadable'],
    ['gemini', 'not-installed'],
  ]);
});

it('makes the change that was shown and no other', async () => {
  const file = await home.write('.claude/settings.json', '{}');
  const agents = agentsWith({ otlpPort: 4320 });
  const plan = await agents.plan('claude-code', 'connect');
  if (!plan.ok) throw new Error(plan.error);
  await writeFile(file, '{"model":"opus"}');
  expect(await agents.change('claude-code', 'connect', plan.value.fingerprint)).toMatchObject({ ok: false });
  const again = await agents.plan('claude-code', 'connect');
  if (!again.ok) throw new Error(again.error);
  const made = await agents.change('claude-code', 'connect', again.value.fingerprint);
  expect(made).toMatchObject({ ok: true, value: { state: 'connected' } });
  expect(await readFile(file, 'utf8')).toContain('http://127.0.0.1:4320');
  expect((await agents.connections())[0]).toMatchObject({ state: 'connected', canDisconnect: true });
});

it('says under the change that nothing is received now', async () => {
  await home.write('.claude/settings.json', '{}');
  const plan = await agentsWith({}).plan('claude-code', 'connect');
  expect(plan.ok && plan.value.notes[0]).toContain('receives nothing now');
});

it('connects nothing where a token is needed that it does not have', async () => {
  await home.write('.claude/settings.json', '{}');
  await home.write('hivebar/settings.json', '{"agents":{"otlpRequiresToken":true}}');
  expect(await agentsWith({}).plan('claude-code', 'connect')).toMatchObject({ ok: false });
  expect(await agentsWith({ otlpToken: 'abcdefghijkl' }).plan('claude-code', 'connect')).toMatchObject({ ok: true });
});

it('tells where others send to, and switches what is kept', async () => {
  await home.write('hivebar/settings.json', '{}');
  const agents = agentsWith({ otlpPort: 4318, socketPath: '/run/hivebar.sock' });
  const endpoints = { otlpUrl: 'http://127.0.0.1:4318', otlpRequiresToken: false, socketPath: '/run/hivebar.sock' };
  expect(await agents.endpoints()).toEqual({ ...endpoints, keepContent: false });
  expect(await agents.setKeepContent(true)).toEqual({ ok: true, value: { ...endpoints, keepContent: true } });
  await writeFile(join(home.deps.dataDir, 'settings.json'), '{');
  expect((await agents.endpoints()).keepContent).toBeNull();
  expect(await agents.setKeepContent(false)).toMatchObject({ ok: false });
});

it('imports nothing before there is a database', async () => {
  const agents = agentsWith({});
  expect(agents.imports()).toEqual([]);
  expect(await agents.startImport('codex')).toMatchObject({ ok: false });
  await agents.cancelImport('codex');
});
