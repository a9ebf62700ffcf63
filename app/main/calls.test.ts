import { describe, expect, it, vi } from 'vitest';
import type { AgentName } from '../contract/imports.ts';
import { channels } from '../contract/ipc.ts';
import type { RecorderStatus } from '../contract/health.ts';
import type { AgentsFace } from '../core/agents-face.ts';
import type { ConsoleFace } from '../core/console/console-face.ts';
import type { JobsFace } from '../core/jobs-face.ts';
import { waitingAgent } from '../core/agent/waiting-agent.ts';
import { agentCalls } from './agent-calls.ts';
import { alwaysOnCalls } from './always-on-calls.ts';
import { type ConsoleDialogs, consoleCalls } from './console-calls.ts';
import { settingsCalls } from './settings-calls.ts';
import { settingsDeps } from './testing.ts';
import { type CallHandlers, serveCalls } from './calls.ts';
import { jobCalls } from './job-calls.ts';

/** What a recorder says of agents where there are none. */
const noAgents: AgentsFace = {
  connections: () => Promise.resolve([]),
  plan: () => Promise.resolve({ ok: false, error: 'none' }),
  change: () => Promise.resolve({ ok: false, error: 'none' }),
  endpoints: () => Promise.resolve({ otlpUrl: null, otlpRequiresToken: false, socketPath: null, keepContent: null }),
  setKeepContent: () => Promise.resolve({ ok: false, error: 'none' }),
  imports: () => [],
  startImport: () => Promise.resolve({ ok: false, error: 'none' }),
  cancelImport: () => Promise.resolve(),
};

/** What a console says that nothing can be asked of. */
const noConsole: ConsoleFace = {
  run: vi.fn(() => Promise.resolve({ ok: false as const, error: 'none' })),
  rows: () => Promise.resolve({ ok: false, error: 'none' }),
  cancel: () => Promise.resolve(),
  close: () => Promise.resolve(),
  export: vi.fn(() => Promise.resolve({ ok: false as const, error: 'none' })),
  explain: () => Promise.resolve({ ok: false, error: { kind: 'database-down', message: 'none' } }),
  format: () => Promise.resolve({ ok: false, error: { kind: 'database-down', message: 'none' } }),
  catalogue: () => Promise.resolve({ ok: false, error: { kind: 'database-down', message: 'none' } }),
  library: () => [],
  history: () => Promise.resolve({ ok: true, value: [] }),
  mentions: () => Promise.resolve({ statements: 0, saved: 0 }),
  forgetMentions: () => Promise.resolve(),
  saved: () => Promise.resolve({ ok: true, value: [] }),
  save: () => Promise.resolve({ ok: true, value: [] }),
  forgetSaved: () => Promise.resolve({ ok: true, value: [] }),
  allow: vi.fn(() => undefined),
  onRun: () => () => undefined,
  leave: () => Promise.resolve(),
};
const dialogs: ConsoleDialogs = {
  choosePath: vi.fn(() => Promise.resolve(undefined)),
  confirmWriting: vi.fn(() => Promise.resolve(false)),
};

/** What a recorder says of long work where there is none. */
const noJobs: JobsFace = {
  work: { items: () => [], onChange: () => () => undefined, cancel: () => undefined, dismiss: () => undefined },
  repricePreview: () => Promise.resolve({ ok: false, error: 'none' }),
  startRepricing: () => ({ ok: false, error: 'none' }),
  backups: () => Promise.resolve({ ok: false, error: 'none' }),
  startBackup: () => ({ ok: false, error: 'none' }),
  verifyBackup: () => Promise.resolve({ ok: false, error: 'none' }),
  restoreBackup: () => Promise.resolve({ ok: false, error: 'none' }),
  dropRestored: () => Promise.resolve({ ok: false, error: 'none' }),
  deleteBackup: () => Promise.resolve({ ok: false, error: 'none' }),
};

type Listener = (event: never, payload: unknown) => unknown;

const part = { name: 'database', state: 'ok', message: 'Ready.', lastEventMs: null, counters: {} } as const;
const status: RecorderStatus = {
  nowMs: 1,
  startedMs: 0,
  dataDir: '/data',
  demo: false,
  overall: 'recording',
  recording: { kind: 'recording' },
  database: part,
  writer: part,
  sources: [],
  current: null,
};

function setUp(overrides: Partial<CallHandlers> = {}) {
  const listeners = new Map<string, Listener>();
  const logged: string[] = [];
  const handlers: CallHandlers = {
    status: () => status,
    ask: () => ({ ok: true, value: [] }),
    pause: vi.fn(() => status),
    resume: () => status,
    openPlace: () => undefined,
    ...agentCalls(noAgents),
    ...consoleCalls(noConsole, dialogs),
    screenText: () => ({ enabled: false, keepDays: 7, available: true }),
    setScreenText: ({ enabled }) => ({ ok: true, value: { enabled, keepDays: 7, available: true } }),
    ...settingsCalls(settingsDeps()),
    forgetPlan: () => ({ ok: false, error: 'none' }),
    forget: () => ({ ok: false, error: 'none' }),
    cancelForget: () => undefined,
    ...jobCalls(noJobs),
    ...alwaysOnCalls(
      waitingAgent(() => undefined),
      () => Promise.resolve(null),
    ),
    retry: () => status,
    showDataFolder: () => undefined,
    requestPermission: () => undefined,
    quit: vi.fn(() => undefined),
    ...overrides,
  };
  const ipc = {
    handle: (name: string, listener: Listener) => void listeners.set(name, listener),
    removeHandler: (name: string) => void listeners.delete(name),
  };
  const stop = serveCalls(ipc, handlers, (_level, message, facts) =>
    logged.push(`${message} ${JSON.stringify(facts ?? {})}`),
  );
  const call = (name: string, payload?: unknown, frame: unknown = { origin: 'app://hivebar', parent: null }) =>
    Promise.resolve(listeners.get(name)?.({ senderFrame: frame } as never, payload));
  return { call, handlers, listeners, logged, stop };
}

it('serves every channel of the contract, and none after its stop', () => {
  const { listeners, stop } = setUp();
  expect([...listeners.keys()]).toEqual(Object.values(channels).map((channel) => channel.name));
  void stop();
  expect(listeners.size).toBe(0);
});

it('hands the parsed payload to the handler and the parsed answer back', async () => {
  const { call, handlers } = setUp();
  expect(await call('hivebar:pause', { length: '1h', surplus: 'dropped' })).toEqual(status);
  expect(handlers.pause).toHaveBeenCalledExactlyOnceWith({ length: '1h' });
});

it('keeps the kind of an expected failure across the border', async () => {
  const error = { kind: 'database-down', message: 'ClickHouse is restarting.' } as const;
  const { call } = setUp({ ask: () => ({ ok: false, error }) });
  const asked = { name: 'cost-now', params: { tz: 'UTC' } };
  expect(await call('hivebar:ask', asked)).toEqual({ ok: false, error });
});

it('lets a window name an agent and nothing else of this machine', async () => {
  const startImport = vi.fn((agent: AgentName) => noAgents.startImport(agent));
  const { call } = setUp(agentCalls({ ...noAgents, startImport }));
  await call('hivebar:start-import', { agent: 'codex', path: '/etc' });
  expect(startImport).toHaveBeenCalledExactlyOnceWith('codex');
  await expect(call('hivebar:start-import', { agent: '../codex' })).rejects.toThrow('a wrong value at agent');
});

describe('what does not reach a handler', () => {
  it.each([
    ['a page from elsewhere', { origin: 'https://example.org', parent: null }],
    ['a page whose origin only begins like ours', { origin: 'app://hivebar.example', parent: null }],
    ['an inner frame of our page', { origin: 'app://hivebar', parent: {} }],
    ['a frame that is gone', null],
  ])('%s', async (_name, frame) => {
    const { call, handlers, logged } = setUp();
    await expect(call('hivebar:quit', undefined, frame)).rejects.toThrow('hivebar:quit is not open to this page.');
    expect(handlers.quit).not.toHaveBeenCalled();
    expect(logged).toHaveLength(1);
  });

  it('a payload that does not fit, named without its value', async () => {
    const { call, handlers, logged } = setUp();
    await expect(call('hivebar:pause', { length: 'my secret' })).rejects.toThrow('a wrong value at length');
    await expect(call('hivebar:pause')).rejects.toThrow('a wrong value at the top');
    await expect(call('hivebar:ask', { name: 'drop-everything', params: {} })).rejects.toThrow('at name');
    expect(handlers.pause).not.toHaveBeenCalled();
    expect(logged.join()).not.toContain('my secret');
  });
});

it('keeps an answer that does not fit from the window', async () => {
  const { call } = setUp({ status: () => ({ ...status, overall: 'sleeping' }) as never });
  await expect(call('hivebar:status')).rejects.toThrow('hivebar:status answered with a wrong value at overall');
});
