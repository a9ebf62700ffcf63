import { randomBytes } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { type Server, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase, startDatabase } from './database.ts';
import { isUsable } from './health.ts';
import { hello, probeHttp, probeTcp } from './probe.ts';
import { describeProblem } from './problem.ts';
import { type Runtime, loginOf } from './runtime-file.ts';
import { type TestDatabase, killServer, startTestDatabase, testOptions, testPaths, until } from './testing.ts';

const context = { ts_ms: 1_700_000_000_000, dur_ms: 1000, app: 'Editor', bundle_id: 'e', window_title: 'w' };

describe('a running database', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await startTestDatabase();
  });
  afterAll(() => test.stop());

  async function ask(query: string, door: 'reader' | 'mcp' | 'admin' = 'reader'): Promise<unknown[]> {
    const answer = await test.database[door].query({ query, format: 'JSONEachRow' });
    return answer.json();
  }

  it('is ready and names its version', () => {
    const health = test.database.health();
    expect(health.state).toBe('ready');
    expect(health.state === 'ready' && health.engineVersion).toMatch(/^26\./);
  });

  it('tells other programs of this account where it is, and nobody else', async () => {
    const path = join(test.paths.dataDir, 'runtime.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const runtime: unknown = JSON.parse(await readFile(path, 'utf8'));
    expect(runtime).toMatchObject({ version: 1, pid: process.pid, dataDir: test.paths.dataDir, engine: 'libchdb' });
    const connected = await connectDatabase(test.paths.dataDir);
    if (!connected.ok) throw new Error(connected.error.kind);
    const answer = await connected.value.reader.query({ query: 'SELECT 1 AS one', format: 'JSONEachRow' });
    expect(await answer.json()).toEqual([{ one: 1 }]);
    await connected.value.close();
  });

  it('adds other doors to what it tells', async () => {
    await test.database.announce({ otlpPort: 4318, socketPath: '/run/s' });
    const connected = await connectDatabase(test.paths.dataDir);
    expect(connected.ok && connected.value.runtime()).toMatchObject({ otlpPort: 4318, socketPath: '/run/s' });
  });

  it('lets the writer insert and the readers read, and nothing else', async () => {
    await test.database.writer.insert({ table: 'seq.context', values: [context], format: 'JSONEachRow' });
    expect(await ask('SELECT app FROM seq.context')).toEqual([{ app: 'Editor' }]);
    expect(await ask('SELECT app FROM seq.context', 'mcp')).toEqual([{ app: 'Editor' }]);
    const writer = loginOf(test.database.runtime(), 'writer');
    for (const query of [
      'SELECT * FROM seq.context',
      'TRUNCATE TABLE seq.context',
      'DROP TABLE seq.context',
      'ALTER TABLE seq.context DELETE WHERE 1',
      'CREATE TABLE seq.x (a Int8) ENGINE = Memory',
      'SYSTEM SHUTDOWN',
    ]) {
      expect(await post(writer, query), query).toMatch(/ACCESS_DENIED/);
    }
    for (const door of ['reader', 'mcp'] as const) {
      for (const query of [
        'INSERT INTO seq.context (ts_ms) VALUES (1)',
        'DROP TABLE seq.context',
        'CREATE TEMPORARY TABLE t (a Int8)',
        'SELECT * FROM system.processes',
        "SELECT * FROM file('/etc/hostname', 'CSV', 'a String')",
        "SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String')",
        "SELECT * FROM url/**/('http://127.0.0.1:1/', 'CSV', 'a String')",
        "SELECT * FROM remote('127.0.0.1', 'seq.context')",
        "SELECT * FROM executable('id', 'CSV', 'a String')",
        'SYSTEM SHUTDOWN',
        'KILL QUERY WHERE 1',
      ]) {
        const answer = await post(loginOf(test.database.runtime(), door), query);
        expect(answer, query).toMatch(/ACCESS_DENIED|READONLY|UNKNOWN_FUNCTION|UNSUPPORTED_METHOD/);
      }
    }
  });

  it('lets nobody shut the server down or reach files, the admin neither', async () => {
    const admin = loginOf(test.database.runtime(), 'admin');
    for (const query of ['SYSTEM SHUTDOWN', 'SYSTEM KILL', "SELECT * FROM file('/etc/hostname', 'CSV', 'a String')"]) {
      expect(await post(admin, query), query).toMatch(/ACCESS_DENIED/);
    }
  });

  it('lets a reader choose the settings that are its own business, within bounds', async () => {
    const reader = loginOf(test.database.runtime(), 'reader');
    const query = (settings: string) => post(reader, `SELECT number FROM system.numbers LIMIT 3 SETTINGS ${settings}`);
    expect(await query("limit = 2, max_execution_time = 600, log_comment = 'x', session_timezone = 'Asia/Tokyo'")).toBe(
      '0\n1\n',
    );
    expect(await query('max_execution_time = 601')).toMatch(/SETTING_CONSTRAINT_VIOLATION/);
    expect(await query('max_execution_time = 0')).toMatch(/SETTING_CONSTRAINT_VIOLATION/);
    expect(await query('max_memory_usage = 1')).toMatch(/READONLY/);
    expect(await query('readonly = 0')).toMatch(/READONLY/);
  });

  it('admits nobody as the user without a password', async () => {
    const login = { ...loginOf(test.database.runtime(), 'admin'), user: { name: 'default', password: '' } };
    expect(await probeHttp(login, 2_000)).toMatchObject({ ok: false, error: { kind: 'refused-login' } });
    expect(await probeTcp(login, 2_000)).toMatchObject({ kind: 'refused-login' });
  });

  it('serves no page, and no other site', async () => {
    const { httpUrl, users } = test.database.runtime();
    for (const path of ['/play', '/dashboard', '/replicas_status', '/metrics']) {
      expect((await fetch(httpUrl + path)).status, path).toBe(404);
    }
    const headers = { Origin: 'http://evil.example', Authorization: basic(users.reader) };
    const answer = await fetch(`${httpUrl}/?query=SELECT%201`, { headers });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(httpUrl, { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('survives wrong passwords, garbage and half a request on both ports', async () => {
    const { httpPort, tcpPort } = test.database.runtime();
    const pid = await serverPid(test);
    const wrong = { ...loginOf(test.database.runtime(), 'reader'), user: { name: 'reader', password: 'wrong' } };
    for (let time = 0; time < 10; time += 1) {
      expect(await probeHttp(wrong, 2_000)).toMatchObject({ ok: false, error: { kind: 'refused-login' } });
      expect(await probeTcp(wrong, 2_000)).toMatchObject({ kind: 'refused-login' });
    }
    for (const port of [httpPort, tcpPort]) {
      await send(port, randomBytes(2_000));
      await send(port, Buffer.from('GET / HTTP/1.1\r\nHost: x\r\nContent-Le'));
      await send(port, Buffer.from([0, 200, 200, 200]));
      await send(port, Buffer.alloc(0));
    }
    expect(await ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await serverPid(test)).toBe(pid);
    expect(test.database.counters()).toEqual({ restarts: 0 });
  });

  it('comes back by itself with every row after kill -9, on the same ports', async () => {
    const before = test.database.runtime();
    const [count] = (await ask('SELECT toUInt32(count()) AS n FROM seq.context')) as [{ n: number }];
    const states: string[] = [];
    const stop = test.database.onHealth((health) => states.push(health.state));
    const another = { ...context, app: 'Terminal' };
    await test.database.writer.insert({ table: 'seq.context', values: [another], format: 'JSONEachRow' });
    await killServer(test);
    await until('restarted', () => states.includes('ready'));
    await stop();
    expect(states).toEqual(['restarting', 'starting', 'ready']);
    expect(test.database.runtime()).toMatchObject({ httpPort: before.httpPort, tcpPort: before.tcpPort });
    expect(await ask('SELECT toUInt32(count()) AS n FROM seq.context')).toEqual([{ n: count.n + 1 }]);
  });

  it('moves to another port when its own was taken meanwhile, and says so', async () => {
    const before = test.database.runtime();
    const moved: Runtime[] = [];
    const stop = test.database.onRuntime((runtime) => moved.push(runtime));
    await killServer(test);
    const squatter = await listenOnceFree(before.tcpPort);
    await until('moved', () => moved.length > 0 && isUsable(test.database.health()));
    squatter.close();
    await stop();
    expect(test.database.runtime().tcpPort).not.toBe(before.tcpPort);
    expect(await ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const connected = await connectDatabase(test.paths.dataDir);
    expect(connected.ok && connected.value.runtime().tcpPort).toBe(test.database.runtime().tcpPort);
  });

  it('refuses a second instance on the same data directory and leaves the first alone', async () => {
    const second = await startDatabase(testOptions(test.paths));
    expect(second).toMatchObject({ ok: false, error: { kind: 'already-running', pid: process.pid } });
    if (!second.ok) expect(describeProblem(second.error)).toContain(`process ${process.pid}`);
    expect(await ask('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

it('stops within eight seconds although somebody keeps a session open and a query running', async () => {
  const test = await startTestDatabase({ migrate: false });
  const { tcpPort, users } = test.database.runtime();
  const socket = connect({ host: '127.0.0.1', port: tcpPort });
  socket.on('error', () => undefined);
  await new Promise((said) => {
    socket.once('data', said);
    socket.write(hello({ ...loginOf(test.database.runtime(), 'reader'), user: users.reader }));
  });
  const endless = post(
    loginOf(test.database.runtime(), 'admin'),
    'SELECT sum(sleepEachRow(0.5)) FROM system.numbers SETTINGS max_block_size = 1',
  ).catch(() => 'cut off');
  await until('the query runs', async () => {
    const query = "SELECT count() AS n FROM system.processes WHERE query LIKE '%sum(sleepEachRow%' AND user = 'admin'";
    const [row] = await (
      await test.database.admin.query({ query, format: 'JSONEachRow' })
    ).json<{ n: number | string }>();
    return Number(row?.n) === 2;
  });
  const began = performance.now();
  await test.stop();
  expect(performance.now() - began).toBeLessThan(9_000);
  socket.destroy();
  await endless;
});

it('keeps rows, passwords and the query log over several starts, whatever the directory is called', async () => {
  const plain = await testPaths();
  const paths = { ...plain, dataDir: join(plain.dataDir, "Application Support & <it's>") };
  const first = await startTestDatabase({ paths });
  const { users } = first.database.runtime();
  await first.database.writer.insert({ table: 'seq.context', values: [context], format: 'JSONEachRow' });
  await first.database.stop();
  const read = await connectDatabase(paths.dataDir);
  expect(read).toMatchObject({ ok: false, error: { kind: 'not-running' } });
  for (let start = 2; start <= 3; start += 1) {
    const next = await startTestDatabase({ paths });
    expect(next.database.runtime().users).toEqual(users);
    const rows = await next.database.reader.query({ query: 'SELECT app FROM seq.context', format: 'JSONEachRow' });
    expect(await rows.json()).toEqual([{ app: 'Editor' }]);
    await next.database.admin.command({ query: 'SYSTEM FLUSH LOGS' });
    const log = await next.database.admin.query({
      query: "SELECT countIf(query LIKE '%SELECT app FROM seq.context%') > 0 AS logged FROM system.query_log",
      format: 'JSONEachRow',
    });
    expect(await log.json()).toEqual([{ logged: 1 }]);
    await next.database.stop();
  }
  await rm(plain.dataDir, { recursive: true });
});

/** Takes the port the moment the killed server has left it, before the supervisor starts the next. */
async function listenOnceFree(port: number): Promise<Server> {
  for (;;) {
    const server = createServer();
    const listening = await new Promise<boolean>((settle) => {
      server.once('error', () => settle(false));
      server.listen(port, '127.0.0.1', () => settle(true));
    });
    if (listening) return server;
  }
}

async function serverPid(test: TestDatabase): Promise<number> {
  const status = await readFile(join(test.paths.dataDir, 'clickhouse/data/status'), 'utf8');
  return Number(/PID: (\d+)/.exec(status)?.[1]);
}

async function post(login: ReturnType<typeof loginOf>, query: string): Promise<string> {
  const headers = { 'X-ClickHouse-User': login.user.name, 'X-ClickHouse-Key': login.user.password };
  const answer = await fetch(login.httpUrl, { method: 'POST', headers, body: query });
  return answer.text();
}

function basic({ name, password }: { name: string; password: string }): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

/** Sends bytes, closes our side, and waits until the other side has closed too. */
function send(port: number, bytes: Buffer): Promise<void> {
  return new Promise((settle) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => settle());
    socket.on('close', () => settle());
    socket.setTimeout(500, () => socket.destroy());
    socket.on('data', () => undefined);
    socket.on('connect', () => socket.end(bytes));
  });
}
