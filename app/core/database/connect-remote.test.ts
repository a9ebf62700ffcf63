import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Paths } from '../host.ts';
import { startDatabase } from './database.ts';
import type { EngineChoice } from './engine.ts';
import { describeProblem } from './problem.ts';
import {
  type TestDatabase,
  killServer,
  realClock,
  startTestDatabase,
  testOptions,
  testPaths,
  until,
} from './testing.ts';

let server: TestDatabase;
let paths: Paths;
beforeAll(async () => {
  server = await startTestDatabase();
  paths = await testPaths();
});
afterAll(async () => {
  await server.stop();
  await rm(paths.dataDir, { recursive: true });
});

function remote(change: Partial<Extract<EngineChoice, { kind: 'remote' }>> = {}): EngineChoice {
  const { httpUrl, tcpPort, users } = server.database.runtime();
  return { kind: 'remote', url: httpUrl, tcpPort, user: users.admin.name, password: users.admin.password, ...change };
}

it('uses a server elsewhere, starts none, and follows it through a restart', async () => {
  const clock = { ...realClock, every: (_: number, tick: () => void) => realClock.every(50, tick) };
  const started = await startDatabase({ ...testOptions(paths), clock, engine: remote() });
  if (!started.ok) throw new Error(describeProblem(started.error));
  const database = started.value;
  expect(database.health().state).toBe('ready');
  expect(database.runtime()).toMatchObject({ engine: 'remote', tcpPort: server.database.runtime().tcpPort });
  const tables = await database.reader.query({ query: 'EXISTS TABLE seq.context', format: 'JSONEachRow' });
  expect(await tables.json()).toEqual([{ result: 1 }]);

  const states: string[] = [];
  const stop = database.onHealth((health) => states.push(health.state));
  await killServer(server);
  await until('it is missed', () => states.includes('degraded') || states.includes('restarting'));
  await until('it is back', () => database.health().state === 'ready');
  await stop();
  await database.stop();
  await until('its owner knows too', () => server.database.health().state === 'ready');
});

it.each<[string, () => EngineChoice, object, string]>([
  [
    'the password is wrong',
    () => remote({ password: 'x' }),
    { kind: 'remote-login-refused', user: 'admin' },
    'refuses the user admin',
  ],
  ['nobody answers', () => remote({ url: 'http://127.0.0.1:1' }), { kind: 'remote-unreachable' }, 'does not answer'],
])('says that %s', async (_, engine, problem, message) => {
  const started = await startDatabase({ ...testOptions(paths), engine: engine() });
  expect(started).toMatchObject({ ok: false, error: problem });
  if (!started.ok) expect(describeProblem(started.error)).toContain(message);
});

it('refuses a server that is too old', async () => {
  const old = createServer((_, response) => response.end('24.3.1.1\n'));
  await new Promise<void>((listening) => old.listen(0, '127.0.0.1', listening));
  const address = old.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const started = await startDatabase({ ...testOptions(paths), engine: remote({ url: `http://127.0.0.1:${port}` }) });
  old.close();
  expect(started).toMatchObject({ ok: false, error: { kind: 'version-too-old', found: '24.3.1.1' } });
});
