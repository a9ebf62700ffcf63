import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../sources/testing/fake-clock.ts';
import { until } from '../../database/testing.ts';
import { type Connections, watchConnections } from './testing/connections.ts';
import { type ModelServer, startModelServer } from './testing/model-server.ts';
import {
  type ModelsUnderTest,
  type TestChoices,
  agentSettings,
  hints,
  modelsUnderTest,
  request,
} from './testing/models-under-test.ts';
import { writeTinyModel } from './testing/tiny-model.ts';

const key = 'sk-ant-api03-NEVER-TO-BE-SEEN-0123456789';
const haiku = { provider: 'anthropic', model: 'claude-haiku-4-5' } as const;

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function server(options: { ownedBy?: string; port?: number } = {}): Promise<ModelServer> {
  const started = await startModelServer(options);
  stops.push(started.stop);
  return started;
}

async function setUp(choices: TestChoices = {}): Promise<ModelsUnderTest> {
  const under = await modelsUnderTest(choices);
  stops.push(under.stop);
  return under;
}

function connections(): Connections {
  const watched = watchConnections();
  stops.push(watched.restore);
  return watched;
}

/** Cloud providers that are in truth this server. */
function cloudAt({ url }: ModelServer): TestChoices {
  return {
    models: { cloud: haiku },
    keys: { 'model-key-anthropic': key },
    deps: { addresses: { anthropic: url, openai: url } },
  };
}

describe('a server on this machine', () => {
  it('is found where such programs listen, and streams an answer whose tokens are those it counted', async () => {
    const local = await server();
    local.script({ kind: 'answer', words: ['The ', 'build', '.'], input: 21 });
    const { models, rows } = await setUp({ models: { probe: true }, deps: { ports: [[local.port, 'mlx']] } });
    expect(models.states()).toEqual([]);
    const heard: string[] = [];
    const done = await models.complete(request, hints, {
      onToken: (text, attempt) => void heard.push(`${attempt}${text}`),
    });
    expect(done).toMatchObject({
      ok: true,
      value: {
        text: 'The build.',
        provider: 'mlx',
        model: 'model-a',
        route: 'server',
        finishReason: 'stop',
        attempts: 1,
      },
    });
    expect(heard).toEqual(['1The ', '1build', '1.']);
    expect(rows).toMatchObject([
      {
        ...{ thread_id: 'thread-1', node_id: 'coding_assist', graph_name: 'always-on-agent', source: 'hivebar' },
        ...{ provider: 'mlx', model: 'model-a', input_tokens: 21, output_tokens: 3, ok: 1, attempt: 1 },
        ...{ route: 'server', route_reason: 'local-ready: A model on this machine is ready.', finish_reason: 'stop' },
      },
    ]);
    const [row] = rows;
    expect(row?.ttft_us).toBeGreaterThan(0);
    expect(row?.dur_us).toBeGreaterThanOrEqual(row?.ttft_us ?? Number.POSITIVE_INFINITY);
    expect(row?.event_id).toMatch(/^hivebar:[0-9a-f-]{36}$/);
    expect(models.states()).toEqual([
      { name: 'mlx/model-a', place: 'local-server', ready: true, message: `Answers at 127.0.0.1:${local.port}.` },
    ]);
    expect(JSON.parse(local.asked[0]?.body ?? '')).toMatchObject({ max_tokens: 50, stream: true });
  });

  it('is looked for again in growing pauses while it is away, and never without being asked', async () => {
    const clock = new FakeClock('2026-05-20T10:00:00Z');
    const away = await server();
    const { port } = away;
    await away.stop();
    stops.pop();
    const watched = connections();
    const under = await setUp({ clock, models: { probe: true }, deps: { ports: [[port, 'ollama']] } });
    const looks = (): number => watched.opened.filter((place) => place.endsWith(`:${port}`)).length;

    await clock.advance(3_600_000);
    expect(looks()).toBe(0);
    const ask = async (afterMs: number): Promise<number> => {
      await clock.advance(afterMs);
      expect(await under.models.complete(request, hints)).toMatchObject({ ok: false, error: { code: 'no-model' } });
      return looks();
    };
    expect([await ask(0), await ask(4_999), await ask(1), await ask(9_999), await ask(1), await ask(19_999)]).toEqual([
      1, 1, 2, 2, 3, 3,
    ]);
    await under.models.refresh({ now: true });
    expect(looks()).toBe(4);
    const back = await server({ port });
    await under.models.refresh({ now: true });
    expect(await under.models.complete(request, hints)).toMatchObject({ ok: true });
    expect(back.listings()).toBe(1);
  });

  it('is left alone while nothing is asked, so that a pause needs no word to it', async () => {
    const clock = new FakeClock('2026-05-20T10:00:00Z');
    const local = await server();
    const { models } = await setUp({ clock, models: { servers: [{ url: local.url }] } });
    expect(await models.complete(request, hints)).toMatchObject({ ok: true });
    const watched = connections();
    await clock.advance(8 * 3_600_000);
    expect(watched.opened).toEqual([]);
    expect(local.listings()).toBe(1);
  });

  it('cannot send a request on to another machine', async () => {
    const elsewhere = await server();
    const local = await server();
    local.script({ kind: 'redirect', to: `${elsewhere.url}/chat/completions` });
    const { models, rows } = await setUp({ models: { servers: [{ url: local.url }] } });
    expect(await models.complete(request, hints)).toMatchObject({ ok: false, error: { code: 'failed' } });
    expect(elsewhere.connections()).toBe(0);
    expect(rows.every(({ ok, error_type }) => ok === 0 && error_type === 'connection')).toBe(true);
  });

  it('counts as cloud with a model that Ollama runs elsewhere, and with an address elsewhere', async () => {
    const local = await server({ ownedBy: 'library' });
    local.setModels(['gpt-oss:120b-cloud']);
    const watched = connections();
    const { models, refusals } = await setUp({
      models: { probe: true, servers: [{ url: 'http://192.0.2.7:8080/v1', model: 'm' }] },
      deps: { ports: [[local.port, 'ollama']] },
    });
    expect(await models.complete(request, { ...hints, privacyRequired: true })).toMatchObject({
      ok: false,
      error: { code: 'private-without-local' },
    });
    expect(local.asked).toEqual([]);
    expect(watched.opened.every((place) => place === `127.0.0.1:${local.port}`)).toBe(true);
    expect(refusals).toMatchObject([{ component: 'always-on-agent', event: 'model.refused', level: 'info' }]);
    expect(JSON.parse(refusals[0]?.attributes ?? '')).toMatchObject({
      code: 'private-without-local',
      threadId: 'thread-1',
      latencyTier: 'interactive',
      privacyRequired: true,
    });
    local.setModels(['gpt-oss:120b-cloud', 'llama3.2:3b']);
    await models.refresh({ now: true });
    expect(await models.complete(request, { ...hints, privacyRequired: true })).toMatchObject({
      ok: true,
      value: { model: 'llama3.2:3b', route: 'server' },
    });
  });
});

describe('what may not leave the machine', () => {
  it('opens no connection, and not even the keychain, when offline and private', async () => {
    const cloud = await server();
    const { models, secretsRead, rows } = await setUp(cloudAt(cloud));
    const watched = connections();
    for (const latencyTier of ['interactive', 'batch'] as const) {
      const done = await models.complete(request, {
        ...hints,
        latencyTier,
        privacyRequired: true,
        networkState: 'offline',
      });
      expect(done).toMatchObject({ ok: false, error: { code: 'private-without-local', attempts: 0 } });
    }
    expect(watched.opened).toEqual([]);
    expect(secretsRead).toEqual([]);
    expect(rows).toEqual([]);
    expect(cloud.connections()).toBe(0);
    // What counts connections does count them.
    await models.complete(request, hints);
    expect(watched.opened).toEqual([`127.0.0.1:${cloud.port}`]);
  });

  it('stays here by the setting too, whatever a caller says', async () => {
    const cloud = await server();
    const choices = cloudAt(cloud);
    const { models } = await setUp({ ...choices, agent: { privacyRequired: true } });
    expect(await models.complete(request, hints)).toMatchObject({
      ok: false,
      error: { code: 'private-without-local' },
    });
    expect(cloud.connections()).toBe(0);
    const message = 'Not asked: nothing may leave this machine.';
    expect(models.states()).toEqual([{ name: 'anthropic/claude-haiku-4-5', place: 'cloud', ready: false, message }]);
    models.applySettings(agentSettings(choices.models, { privacyRequired: false }));
    expect(await models.complete(request, hints)).toMatchObject({ ok: true });
  });
});

describe('a cloud model', () => {
  it('answers with the key of the keychain; its tokens stand in disjoint columns', async () => {
    const cloud = await server();
    cloud.script({ kind: 'answer', words: ['All ', 'well.'], input: 40 });
    const { models, rows } = await setUp(cloudAt(cloud));
    expect(await models.complete(request, hints)).toMatchObject({
      ok: true,
      value: { text: 'All well.', route: 'cloud' },
    });
    expect(cloud.asked[0]).toMatchObject({ path: '/v1/messages', headers: { 'x-api-key': key } });
    expect(rows).toMatchObject([
      { input_tokens: 40, cache_read_tokens: 3, cache_write_5m_tokens: 2, output_tokens: 2, route: 'cloud' },
    ]);
    expect(rows[0]?.route_reason).toBe('cloud: No model on this machine can answer soon enough.');
  });

  it('of OpenAI is asked in the way that keeps nothing there', async () => {
    const cloud = await server();
    const { models, rows } = await setUp({
      ...cloudAt(cloud),
      models: { cloud: { provider: 'openai', model: 'gpt-4.1-mini' } },
      keys: { 'model-key-openai': key },
    });
    expect(await models.complete(request, hints)).toMatchObject({ ok: true, value: { text: 'Well then.' } });
    expect(cloud.asked[0]).toMatchObject({ path: '/v1/chat/completions', headers: { authorization: `Bearer ${key}` } });
    expect(rows).toMatchObject([{ provider: 'openai', model: 'gpt-4.1-mini', input_tokens: 11, output_tokens: 3 }]);
  });

  it('never shows its key: not in failures, rows, refusals, states or the log', async () => {
    const cloud = await server();
    const told = JSON.stringify({
      error: { type: 'authentication_error', message: `Incorrect API key provided: ${key}.` },
    });
    cloud.script(
      { kind: 'refuse', status: 401, body: told },
      { kind: 'refuse', status: 500, body: told },
      { kind: 'break', words: ['x'] },
    );
    const under = await setUp(cloudAt(cloud));
    const said: unknown[] = [];
    for (let round = 0; round < 3; round += 1) {
      said.push(await under.models.complete(request, hints), under.models.states());
      said.push(await under.models.setKey('anthropic', key));
    }
    said.push(await under.models.setKey('anthropic', `${key}\nx-evil: 1`));
    expect(cloud.asked.length).toBeGreaterThanOrEqual(3);
    expect(cloud.asked.every(({ headers }) => headers['x-api-key'] === key)).toBe(true);
    const everything = JSON.stringify([said, under.rows, under.refusals, under.logged, under.work.items()]);
    expect(everything).not.toContain('NEVER-TO-BE-SEEN');
    expect(everything).not.toContain('Incorrect API key');
    expect(under.rows.map(({ error_type, status_code }) => [error_type, status_code])).toEqual([
      ['authentication', 401],
      ['server_error', 500],
      ['connection', 0],
      ['connection', 0],
    ]);
    expect(said.at(-1)).toMatchObject({ ok: false });
  });

  it('without a key is not asked, and says so; with one it is', async () => {
    const cloud = await server();
    const { models } = await setUp({ ...cloudAt(cloud), keys: {} });
    expect(await models.complete(request, hints)).toMatchObject({
      ok: false,
      error: { code: 'none-ready', message: 'There is no key for Anthropic.' },
    });
    expect(await models.setKey('anthropic', ` ${key}\n`)).toEqual({ ok: true, value: undefined });
    expect(await models.complete(request, hints)).toMatchObject({ ok: true });
    expect(cloud.asked[0]?.headers['x-api-key']).toBe(key);
    await models.setKey('anthropic', '');
    expect(await models.complete(request, hints)).toMatchObject({ ok: false, error: { code: 'none-ready' } });
  });
});

describe('a model that fails', () => {
  it('is followed by the next, and both attempts are recorded with the reason', async () => {
    const [local, cloud] = [await server(), await server()];
    local.script({ kind: 'refuse', status: 503 });
    const choices = cloudAt(cloud);
    const { models, rows } = await setUp({ ...choices, models: { ...choices.models, servers: [{ url: local.url }] } });
    const done = await models.complete(request, hints);
    expect(done).toMatchObject({ ok: true, value: { route: 'cloud', attempts: 2 } });
    expect(rows.map(({ route, ok, attempt, error_type = '' }) => [route, ok, attempt, error_type])).toEqual([
      ['server', 0, 1, 'overloaded'],
      ['cloud', 1, 2, ''],
    ]);
    expect(rows[1]?.route_reason).toBe(
      'fallback: after local/model-a (overloaded). cloud-last: Models on this machine come first.',
    );
  });

  it('is asked once more after a moment when it is the only one, and a second failure is told', async () => {
    const clock = new FakeClock('2026-05-20T10:00:00Z');
    const local = await server();
    local.script({ kind: 'refuse', status: 429 }, { kind: 'answer', words: ['Now.'] });
    const { models, rows } = await setUp({ clock, models: { servers: [{ url: local.url }] } });
    const waiting = models.complete(request, hints);
    await until('the first attempt is recorded', () => rows.length === 1);
    await until('it is asked again', async () => {
      await clock.advance(1_000);
      return rows.length === 2;
    });
    expect(await waiting).toMatchObject({ ok: true, value: { text: 'Now.', attempts: 2 } });
    expect(rows[1]?.route_reason).toMatch(/^repeat: after local\/model-a \(rate_limit\)\. local-ready: /);
  });

  it('begins anew in an attempt of its own number when it broke off in the middle', async () => {
    const [local, cloud] = [await server(), await server()];
    local.script({ kind: 'break', words: ['Half '] });
    const choices = cloudAt(cloud);
    const { models, rows } = await setUp({ ...choices, models: { ...choices.models, servers: [{ url: local.url }] } });
    const heard: [number, string][] = [];
    await models.complete(request, hints, { onToken: (text, attempt) => void heard.push([attempt, text]) });
    expect(
      heard
        .filter(([attempt]) => attempt === 1)
        .map(([, text]) => text)
        .join(''),
    ).toBe('Half ');
    expect(
      heard
        .filter(([attempt]) => attempt === 2)
        .map(([, text]) => text)
        .join(''),
    ).toBe('Well then.');
    expect(rows.map(({ error_type = '' }) => error_type)).toEqual(['connection', '']);
  });
});

describe('the limits over time', () => {
  it.each([
    ['a first token', 0, 15_000, 'local/model-a gave no first token within 15 s.'],
    ['the whole answer', 2, 60_000, 'local/model-a gave no whole answer within 60 s.'],
  ])('end a request that does not give %s, at the server too', async (_, holdAfter, ms, message) => {
    const clock = new FakeClock('2026-05-20T10:00:00Z');
    const local = await server();
    local.script({ kind: 'answer', words: ['a', 'b', 'c'], holdAfter });
    const { models, rows } = await setUp({ clock, models: { servers: [{ url: local.url }] } });
    let heard = 0;
    const waiting = models.complete(request, hints, { onToken: () => void (heard += 1) });
    await until('the request is at the server', () => local.asked.length === 1 && heard === holdAfter);
    await clock.advance(ms - 1);
    expect(local.ended()).toBe(0);
    await clock.advance(1);
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'failed', message, attempts: 1 } });
    await until('the server sees it end', () => local.ended() === 1);
    expect(rows).toMatchObject([{ ok: 0, error_type: 'timeout', error_msg: message, dur_us: ms * 1_000 }]);
  });
});

describe('a request that is taken back', () => {
  it('ends in the middle of the answer, at the server too, and is recorded as such', async () => {
    const local = await server();
    local.script({ kind: 'answer', words: ['a', 'b', 'c'], holdAfter: 2 });
    const { models, rows } = await setUp({ models: { servers: [{ url: local.url }] } });
    const stopping = new AbortController();
    const heard: string[] = [];
    const waiting = models.complete(request, hints, {
      signal: stopping.signal,
      onToken: (text) => {
        if (heard.push(text) === 2) stopping.abort();
      },
    });
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled', attempts: 1 } });
    await until('the server sees it end', () => local.ended() === 1);
    expect(heard).toEqual(['a', 'b']);
    expect(rows).toMatchObject([{ ok: 0, error_type: 'interrupted' }]);
  });

  it('makes no attempt when it is taken back before', async () => {
    const local = await server();
    const { models, rows } = await setUp({ models: { servers: [{ url: local.url }] } });
    expect(await models.complete(request, hints, { signal: AbortSignal.abort() })).toMatchObject({
      error: { code: 'cancelled', attempts: 0 },
    });
    expect([local.asked.length, rows.length]).toEqual([0, 0]);
  });

  it('ends with everything when the models stop', async () => {
    const local = await server();
    local.script({ kind: 'answer', words: ['a', 'b'], holdAfter: 1 });
    const { models } = await setUp({ models: { servers: [{ url: local.url }] } });
    let heard = false;
    const waiting = models.complete(request, hints, { onToken: () => void (heard = true) });
    await until('it is under way', () => heard);
    await models.stop();
    expect(await waiting).toMatchObject({ error: { code: 'cancelled' } });
    expect(await models.complete(request, hints)).toMatchObject({ error: { code: 'cancelled', attempts: 0 } });
  });
});

describe('the model in process', () => {
  it('answers through the same way, with real tokens and times in its row', async () => {
    const under = await setUp();
    const file = join(under.dataDir, 'tiny.gguf');
    await writeTinyModel(file, '--chat');
    under.models.applySettings(agentSettings({ file }));
    let pieces = 0;
    const private_ = { ...hints, privacyRequired: true, networkState: 'offline' } as const;
    const done = await under.models.complete(request, private_, { onToken: () => void (pieces += 1) });
    expect(done).toMatchObject({ ok: true, value: { provider: 'llama.cpp', model: 'tiny', route: 'local' } });
    expect(pieces).toBeGreaterThan(5);
    const [row] = under.rows;
    expect(row).toMatchObject({ output_tokens: 50, finish_reason: 'length', route: 'local', ok: 1 });
    expect(row?.route_reason).toBe('private: Nothing may leave this machine.');
    expect(row?.input_tokens).toBeGreaterThan(10);
    expect(row?.ttft_us).toBeGreaterThan(0);
    expect(row?.ttft_us).toBeLessThan(row?.dur_us ?? 0);
    expect(under.models.states()).toMatchObject([{ name: 'llama.cpp/tiny', place: 'in-process', ready: true }]);
    under.models.applySettings(agentSettings());
    expect(under.models.states()).toEqual([]);
  });
});
