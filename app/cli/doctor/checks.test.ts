import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PartHealth, RecorderStatus } from '../../contract/health.ts';
import { defaultSettings } from '../../contract/settings.ts';
import type { PermissionStatus, Permissions } from '../../core/host.ts';
import { checkClock, checkDataDir, checkDesktop, checkDiskSpace, checkMacPermissions } from './machine-checks.ts';
import { checkEngine, checkNativeParts, checkNode } from './program-checks.ts';
import { statusChecks } from './recorder-checks.ts';

const nowMs = Date.UTC(2026, 4, 20);
const paths = { dataDir: '/nowhere', resourcesDir: '/nowhere', schemaDir: '/nowhere', nativeDir: '/nowhere' };

function permissionsThat(status: PermissionStatus): Permissions {
  return { status: () => status, request: () => Promise.resolve() };
}

function part(name: string, state: PartHealth['state'], lastEventMs: number | null = null): PartHealth {
  return { name, state, message: `${name} is ${state}.`, lastEventMs, counters: {} };
}

function statusWith(changes: Partial<RecorderStatus>): RecorderStatus {
  return {
    nowMs,
    startedMs: nowMs,
    dataDir: '/data',
    demo: false,
    overall: 'recording',
    recording: { kind: 'recording' },
    database: part('database', 'ok'),
    writer: part('writer', 'ok'),
    sources: [],
    current: null,
    ...changes,
  };
}

describe('a look at the program', () => {
  it('takes the Node releases that package.json names and no others', () => {
    const verdicts = ['18.15.0', '20.18.9', '20.19.0', '21.7.0', '22.11.0', '22.12.0', '24.1.0'].map(
      (version) => checkNode(version).verdict,
    );
    expect(verdicts).toEqual(['fail', 'fail', 'ok', 'fail', 'fail', 'ok', 'ok']);
  });

  it('misses native parts that were not built, and an executable that is not there', async () => {
    expect(await checkNativeParts(paths)).toMatchObject({ verdict: 'fail', todo: 'Run npm run build.' });
    const settings = { ...defaultSettings(), engine: { kind: 'executable' as const, path: '/nowhere/clickhouse' } };
    expect(await checkEngine(settings, paths)).toMatchObject({ verdict: 'fail' });
  });
});

describe('a look at the machine', () => {
  it('warns of a data directory that others may read, and takes one that is not made yet', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'hivebar-doctor-'));
    expect((await checkDataDir(dataDir)).verdict).toBe('ok');
    expect((await checkDataDir(join(dataDir, 'not', 'yet'))).verdict).toBe('ok');
    await chmod(dataDir, 0o755);
    expect(await checkDataDir(dataDir)).toMatchObject({ verdict: 'warn', todo: `Run chmod 700 "${dataDir}".` });
    await rm(dataDir, { recursive: true });
  });

  it('fails when there is less room than the settings ask for', async () => {
    const settings = defaultSettings();
    expect((await checkDiskSpace(tmpdir(), { ...settings, minFreeDiskBytes: 0 })).verdict).toBe('ok');
    const greedy = { ...settings, minFreeDiskBytes: Number.MAX_SAFE_INTEGER };
    expect((await checkDiskSpace(tmpdir(), greedy)).verdict).toBe('fail');
  });

  it('says what a session without X11 cannot record', async () => {
    const none = await checkDesktop('linux', {}, permissionsThat('not-needed'));
    expect(none.says).toContain('DISPLAY is not set');
    const wayland = await checkDesktop('linux', { WAYLAND_DISPLAY: 'wayland-0' }, permissionsThat('not-needed'));
    expect(wayland.says).toContain('Wayland');
    expect([none.verdict, wayland.verdict]).toEqual(['warn', 'warn']);
  });

  it('warns of permissions that macOS withholds', () => {
    const verdicts = (['granted', 'unknown', 'denied', 'not-asked'] as const).map(
      (status) => checkMacPermissions(permissionsThat(status)).verdict,
    );
    expect(verdicts).toEqual(['ok', 'ok', 'warn', 'warn']);
  });

  it('fails when the clock stands before the program was made', () => {
    expect(checkClock(nowMs, nowMs + 1).verdict).toBe('fail');
    expect(checkClock(nowMs, nowMs - 1).verdict).toBe('ok');
  });
});

describe('a look at the recorder', () => {
  it('turns each part into a check: working, missing something, or down', () => {
    const status = statusWith({
      sources: [part('window', 'unavailable'), part('presence', 'failing'), part('otlp', 'paused')],
    });
    const checks = statusChecks({ kind: 'answers', pid: 7, status });
    expect(checks.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['recorder', 'ok'],
      ['database', 'ok'],
      ['writer', 'ok'],
      ['window', 'warn'],
      ['presence', 'fail'],
      ['otlp', 'ok'],
    ]);
  });

  it('tells a silent recorder from none, and an event out of the future', () => {
    expect(statusChecks({ kind: 'gone', message: 'Nothing.' })[0]?.verdict).toBe('warn');
    const silent = statusChecks({ kind: 'silent', pid: 7, silentMs: 60_000, status: statusWith({}) });
    expect(silent[0]).toMatchObject({ verdict: 'fail', says: 'Process 7 has said nothing for 1 min 0 s.' });
    const future = statusWith({ writer: part('writer', 'ok', nowMs + 3_600_000) });
    expect(statusChecks({ kind: 'answers', pid: 7, status: future })[0]?.says).toContain('in the future');
  });
});
