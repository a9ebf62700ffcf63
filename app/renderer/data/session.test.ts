import { describe, expect, it, vi } from 'vitest';
import { type RecorderStatus } from '../../contract/health.ts';
import { type Bridge, channels } from '../../contract/ipc.ts';
import { connect } from './bridge.ts';
import { type Page } from './page.ts';
import { startPulse } from './pulse.ts';
import { startSession } from './session.ts';

const status: RecorderStatus = {
  nowMs: 1_000,
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

/** A page whose time and visibility the test decides. */
function fakePage() {
  const tasks: { periodMs: number; task: () => void }[] = [];
  const watchers: (() => void)[] = [];
  let nowMs = 0;
  let visible = true;
  const page: Page = {
    now: () => nowMs,
    every(periodMs, task) {
      const entry = { periodMs, task };
      tasks.push(entry);
      return () => void tasks.splice(tasks.indexOf(entry), 1);
    },
    visible: () => visible,
    store: { getItem: () => null, setItem: () => undefined },
    onVisibility(listener) {
      watchers.push(listener);
      return () => void watchers.splice(watchers.indexOf(listener), 1);
    },
  };
  return {
    page,
    running: () => tasks.length + watchers.length,
    pass: (ms: number) => {
      nowMs += ms;
      for (const { periodMs, task } of [...tasks]) for (let left = ms; left >= periodMs; left -= periodMs) task();
    },
    show: (next: boolean) => {
      visible = next;
      for (const watcher of watchers) watcher();
    },
  };
}

function fakeBridge() {
  const sent: string[] = [];
  let announce: (payload: unknown) => void = () => undefined;
  let answer: () => Promise<unknown> = () => Promise.resolve(status);
  const bridge: Bridge = {
    platform: 'linux',
    call(name) {
      sent.push(name);
      return answer();
    },
    listen(_, listener) {
      announce = listener;
      return () => (announce = () => undefined);
    },
  };
  return {
    bridge,
    sent,
    announce: (payload: unknown) => announce(payload),
    answerWith: (next: () => Promise<unknown>) => (answer = next),
  };
}

describe('a pulse', () => {
  it('rests while the page is hidden and beats once when it is seen again', () => {
    const { page, pass, show, running } = fakePage();
    const pulse = startPulse(page, 5_000);
    const beats = vi.fn();
    pulse.subscribe(beats);
    pass(10_000);
    expect(beats).toHaveBeenCalledTimes(2);
    show(false);
    pass(60_000);
    expect(beats).toHaveBeenCalledTimes(2);
    // No timer wakes the page; only its own watcher is left.
    expect(running()).toBe(1);
    show(true);
    expect(beats).toHaveBeenCalledTimes(3);
  });

  it('differs from beat to beat also within one millisecond', () => {
    const { page } = fakePage();
    const pulse = startPulse(page, 5_000);
    const before = pulse.current();
    pulse.beat();
    const after = pulse.current();
    pulse.beat();
    expect(new Set([before, after, pulse.current()]).size).toBe(3);
  });
});

describe('a session', () => {
  it('asks for the status once, then again on every refresh', async () => {
    const { bridge, sent } = fakeBridge();
    const { page, pass } = fakePage();
    const session = startSession(connect(bridge), page);
    await vi.waitFor(() => expect(session.status.current()).toEqual({ state: 'ready', status }));
    pass(5_000);
    expect(sent).toEqual([channels.status.name, channels.status.name]);
  });

  it('refreshes when an announcement changes what answers depend on, and not for a counter', async () => {
    const { bridge, announce } = fakeBridge();
    const session = startSession(connect(bridge), fakePage().page);
    await vi.waitFor(() => expect(session.status.current().state).toBe('ready'));
    const beats = vi.fn();
    session.refresh.subscribe(beats);
    announce({ ...status, nowMs: 1_001, writer: { ...status.writer, counters: { rows: 5 } } });
    expect(beats).not.toHaveBeenCalled();
    announce({ ...status, nowMs: 1_002, overall: 'problem' });
    expect(beats).toHaveBeenCalledTimes(1);
  });

  it('keeps the newer status when an older answer arrives late', async () => {
    const { bridge, announce } = fakeBridge();
    const session = startSession(connect(bridge), fakePage().page);
    announce({ ...status, nowMs: 2_000, overall: 'paused' });
    await Promise.resolve();
    expect(session.status.current()).toMatchObject({ status: { overall: 'paused' } });
  });

  it('shows why an action failed until it is dismissed', async () => {
    const { bridge, answerWith } = fakeBridge();
    const { actions } = startSession(connect(bridge), fakePage().page);
    answerWith(() => Promise.reject(new Error('gone')));
    actions.pause('1h');
    await vi.waitFor(() => expect(actions.problem()).toMatchObject({ kind: 'no-answer', message: 'gone' }));
    actions.dismiss();
    expect(actions.problem()).toBeNull();
  });

  it('leaves nothing running behind', () => {
    const { page, running } = fakePage();
    const session = startSession(connect(fakeBridge().bridge), page);
    expect(running()).toBeGreaterThan(0);
    void session.stop();
    expect(running()).toBe(0);
  });
});
