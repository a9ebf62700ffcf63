import { describe, expect, it } from 'vitest';
import { type RecorderStatus } from '../../contract/health.ts';
import { announcements, type Bridge, channels } from '../../contract/ipc.ts';
import { connect } from './bridge.ts';

const status: RecorderStatus = {
  nowMs: 2,
  startedMs: 1,
  dataDir: '/data',
  demo: false,
  overall: 'recording',
  recording: { kind: 'recording' },
  database: { name: 'database', state: 'ok', message: '', lastEventMs: null, counters: {} },
  writer: { name: 'writer', state: 'ok', message: '', lastEventMs: null, counters: {} },
  sources: [],
  current: null,
};

/** A bridge whose every call gives `answer`, and what was called. */
function bridgeGiving(answer: unknown) {
  const sent: { name: string; payload: unknown }[] = [];
  let announce: (payload: unknown) => void = () => undefined;
  const bridge: Bridge = {
    platform: 'darwin',
    call(name, payload) {
      sent.push({ name, payload });
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    listen(name, listener) {
      if (name === announcements.statusChanged.name) announce = listener;
      return () => (announce = () => undefined);
    },
  };
  return { bridge, sent, announce: (payload: unknown) => announce(payload) };
}

describe('a call', () => {
  it('goes out under its channel and comes back parsed', async () => {
    const { bridge, sent } = bridgeGiving(status);
    expect(await connect(bridge).pause('15min')).toEqual({ ok: true, value: status });
    expect(sent).toEqual([{ name: channels.pause.name, payload: { length: '15min' } }]);
  });

  it('refuses an answer that does not fit and names the key, not the content', async () => {
    const { bridge } = bridgeGiving({ ...status, database: { ...status.database, state: 'private words' } });
    const answer = await connect(bridge).status();
    expect(answer).toMatchObject({ ok: false, error: { kind: 'malformed' } });
    const message = answer.ok ? '' : answer.error.message;
    expect(message).toContain('hivebar:status, database.state');
    expect(message).not.toContain('private words');
  });

  it('that the main process rejects is a problem, not an exception', async () => {
    const { bridge } = bridgeGiving(new Error('No handler answers hivebar:quit'));
    expect(await connect(bridge).quit()).toEqual({
      ok: false,
      error: { kind: 'no-answer', message: 'No handler answers hivebar:quit' },
    });
  });

  it('outside Hivebar says so', async () => {
    expect(await connect(undefined).status()).toMatchObject({ ok: false, error: { kind: 'no-answer' } });
  });
});

describe('a question', () => {
  const tz = 'Europe/Berlin';

  it('gives its rows, parsed as this question gives them', async () => {
    const { bridge, sent } = bridgeGiving({ ok: true, value: [{ app: 'Code', minutes: 12.5, extra: 1 }] });
    expect(await connect(bridge).ask('app-minutes-today', { tz })).toEqual({
      ok: true,
      value: [{ app: 'Code', minutes: 12.5 }],
    });
    expect(sent).toEqual([{ name: channels.ask.name, payload: { name: 'app-minutes-today', params: { tz } } }]);
  });

  it('refuses rows of another question', async () => {
    const { bridge } = bridgeGiving({ ok: true, value: [{ app: 'Code', minutes: '12' }] });
    expect(await connect(bridge).ask('app-minutes-today', { tz })).toMatchObject({
      ok: false,
      error: { kind: 'malformed', message: 'app-minutes-today, 0.minutes: expected number.' },
    });
  });

  it('keeps the kind of an expected failure', async () => {
    const error = { kind: 'timed-out', message: 'No answer within 5 s.', afterMs: 5_000 };
    const { bridge } = bridgeGiving({ ok: false, error });
    expect(await connect(bridge).ask('app-minutes-today', { tz })).toEqual({ ok: false, error });
  });

  it('with parameters that do not fit is a bug and is never sent', async () => {
    const { bridge, sent } = bridgeGiving({ ok: true, value: [] });
    await expect(connect(bridge).ask('app-minutes-today', { tz: 'no zone; drop' })).rejects.toThrow();
    expect(sent).toEqual([]);
  });
});

describe('an announcement', () => {
  it('arrives parsed, or as a problem, until the listener leaves', () => {
    const { bridge, announce } = bridgeGiving(status);
    const heard: unknown[] = [];
    const stop = connect(bridge).onStatus((answer) => heard.push(answer));
    announce(status);
    announce({ nonsense: true });
    void stop();
    announce(status);
    expect(heard).toEqual([
      { ok: true, value: status },
      { ok: false, error: expect.objectContaining({ kind: 'malformed' }) as unknown },
    ]);
  });
});
