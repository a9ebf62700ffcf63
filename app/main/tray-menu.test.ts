import { expect, it, vi } from 'vitest';
import type { AgentStateName } from '../contract/always-on-agent.ts';
import type { PartHealth, RecorderStatus } from '../contract/health.ts';
import { type TrayActions, describeStatus, trayMenu } from './tray-menu.ts';

const part: PartHealth = { name: 'database', state: 'ok', message: 'Ready.', lastEventMs: null, counters: {} };
const noon = new Date(2026, 0, 31, 12).getTime();

function statusWith(overrides: Partial<RecorderStatus>): RecorderStatus {
  return {
    nowMs: noon,
    startedMs: noon,
    dataDir: '/data',
    demo: false,
    overall: 'recording',
    recording: { kind: 'recording' },
    database: part,
    writer: { ...part, name: 'writer' },
    sources: [],
    current: null,
    ...overrides,
  };
}

function pausedUntil(untilMs: number | null): RecorderStatus {
  return statusWith({ overall: 'paused', recording: { kind: 'paused', sinceMs: noon, untilMs } });
}

function setUp(loginItem?: TrayActions['loginItem']) {
  return {
    pause: vi.fn<TrayActions['pause']>(),
    resume: vi.fn(),
    pauseAgent: vi.fn(),
    resumeAgent: vi.fn(),
    openOverview: vi.fn(),
    openSettings: vi.fn(),
    showDataFolder: vi.fn(),
    quit: vi.fn(),
    loginItem,
  };
}

it('offers the four lengths of a pause', () => {
  const actions = setUp();
  const submenu = trayMenu({ status: statusWith({}), agent: 'watching' }, actions).find(
    ({ label }) => label === 'Pause',
  )?.submenu;
  if (!Array.isArray(submenu)) throw new Error('the menu has no list of pauses');
  for (const { click } of submenu) click?.(undefined as never, undefined, undefined as never);
  expect(actions.pause.mock.calls.flat()).toEqual(['15min', '1h', 'tomorrow', 'indefinite']);
});

it('offers to resume only while paused', () => {
  const resume = (status: RecorderStatus) =>
    trayMenu({ status, agent: 'watching' }, setUp()).find(({ label }) => label === 'Resume');
  expect(resume(statusWith({}))?.enabled).toBe(false);
  expect(resume(pausedUntil(null))?.enabled).toBe(true);
});

it('pauses and resumes the always-on agent by itself, and with recording only what recording has paused', () => {
  const item = (status: RecorderStatus, agent: AgentStateName, actions = setUp()) => {
    const found = trayMenu({ status, agent }, actions).find(({ label = '' }) => label.includes('Agent'));
    found?.click?.(undefined as never, undefined, undefined as never);
    return { ...found, actions };
  };
  const watching = item(statusWith({}), 'watching');
  expect(watching).toMatchObject({ label: 'Pause Always-on Agent', enabled: true });
  expect(watching.actions.pauseAgent).toHaveBeenCalledOnce();
  const paused = item(statusWith({}), 'paused');
  expect(paused).toMatchObject({ label: 'Resume Always-on Agent', enabled: true });
  expect(paused.actions.resumeAgent).toHaveBeenCalledOnce();
  expect(item(pausedUntil(null), 'paused').enabled).toBe(false);
  expect(item(statusWith({}), 'off').enabled).toBe(false);
});

it('offers to open at login where the system can', () => {
  const set = vi.fn();
  const labels = (actions: TrayActions) =>
    trayMenu({ status: statusWith({}), agent: 'watching' }, actions).map(({ label }) => label);
  expect(labels(setUp())).not.toContain('Open at Login');
  expect(labels(setUp({ isOn: () => true, set }))).toContain('Open at Login');
});

it('says in one line how the recorder is', () => {
  const failing: PartHealth = { ...part, state: 'failing', message: 'ClickHouse ended; restarting in 2 s.' };
  expect(describeStatus(statusWith({}))).toBe('Hivebar: recording');
  expect(describeStatus(statusWith({ demo: true }))).toBe('Hivebar: demo data, nothing is recorded');
  expect(describeStatus(statusWith({ overall: 'starting' }))).toBe('Hivebar: starting');
  expect(describeStatus(statusWith({ overall: 'problem', database: failing }))).toBe(
    'Hivebar: database: ClickHouse ended; restarting in 2 s.',
  );
  expect(describeStatus(pausedUntil(null))).toBe('Hivebar: paused until you resume');
  expect(describeStatus(pausedUntil(noon + 15 * 60_000))).toMatch(/^Hivebar: paused until 12[:.]15/);
  expect(describeStatus(pausedUntil(noon + 12 * 3_600_000))).toBe('Hivebar: paused until tomorrow');
});

it('names what fails before what works in part, and not what this machine cannot offer', () => {
  const degraded: PartHealth = { ...part, state: 'degraded', message: 'The disk is nearly full.' };
  const failing: PartHealth = { ...part, name: 'presence', state: 'failing', message: 'No answer.' };
  const unavailable: PartHealth = { ...part, name: 'window', state: 'unavailable', message: 'No X11 session.' };
  const describe = (...sources: PartHealth[]) =>
    describeStatus(statusWith({ overall: 'problem', database: degraded, sources }));
  expect(describe(unavailable, failing)).toBe('Hivebar: presence: No answer.');
  expect(describe(unavailable)).toBe('Hivebar: database: The disk is nearly full.');
});
