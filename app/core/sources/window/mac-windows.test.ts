import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PermissionName } from '../../../contract/health.ts';
import { type PermissionStatus } from '../../host.ts';
import { type ProgramResult, runProgram } from '../../host/run-program.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { macWindows } from './mac-windows.ts';
import { type OpenWindows } from './window-backend.ts';

const ownPid = 4711;
let directory: string;
let clock: FakeClock;
let granted: Set<PermissionName>;
/** The arguments of every call of get-windows' program. */
let calls: string[];
let scripts: string[];
let scriptAnswer: ProgramResult;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hivebar-get-windows-'));
  clock = new FakeClock(0);
  granted = new Set(['accessibility', 'screen-recording', 'automation']);
  calls = [];
  scripts = [];
  scriptAnswer = { kind: 'exited', code: 0, stdout: 'normal\n', stderr: '' };
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Opens the backend over a shell script that stands for the program, which is the same to us on every system. */
async function open(script: string): Promise<OpenWindows> {
  const program = join(directory, 'main');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o700);
  const backend = macWindows({
    program,
    clock,
    log: () => undefined,
    ownPid,
    permissions: {
      status: (name): PermissionStatus => (granted.has(name) ? 'granted' : 'denied'),
      request: () => Promise.reject(new Error('No prompt may ever come from a reading.')),
    },
    run: (file, args, limitMs) => {
      if (file.endsWith('osascript')) {
        scripts.push(args.join(' '));
        return Promise.resolve(scriptAnswer);
      }
      calls.push(args.join(' '));
      return runProgram(file, args, Math.min(limitMs, 300));
    },
  });
  const opened = await backend.open(() => undefined);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

function print(window: object | null): string {
  return `cat <<'END'\n${JSON.stringify(window)}\nEND`;
}

const terminal = {
  platform: 'macos',
  title: 'zsh',
  id: 7,
  owner: { name: 'Terminal', bundleId: 'com.apple.Terminal' },
};
const chrome = {
  title: 'Clinic',
  id: 8,
  url: 'https://clinic.example/',
  owner: { name: 'Google Chrome', bundleId: 'com.google.Chrome' },
};

describe('the active window on macOS', () => {
  it('is told by the program of get-windows', async () => {
    const windows = await open(print(terminal));
    expect(await windows.read()).toEqual({
      ok: true,
      value: {
        kind: 'window',
        sample: {
          app: 'Terminal',
          bundleId: 'com.apple.Terminal',
          title: 'zsh',
          url: '',
          visibility: 'normal',
          asked: false,
          windowId: 7,
        },
      },
    });
    expect([calls, windows.limitation()]).toEqual([[''], undefined]);
  });

  it.each([
    [[], '--no-accessibility-permission --no-screen-recording-permission', 'accessibility', /Accessibility/],
    [['accessibility', 'automation'], '--no-screen-recording-permission', 'screen-recording', /Screen Recording/],
    [['accessibility'], '--no-accessibility-permission --no-screen-recording-permission', 'automation', /Automation/],
    [['screen-recording'], '--no-accessibility-permission', 'accessibility', /Accessibility/],
  ] as const)('asks for nothing beyond what is granted: %j', async (names, args, permission, message) => {
    granted = new Set(names);
    const windows = await open(print({ ...terminal, title: '' }));
    expect(await windows.read()).toMatchObject({ ok: true });
    expect(calls).toEqual([args]);
    expect(windows.limitation()).toEqual({ message: expect.stringMatching(message) as string, permission });
  });

  it('does without what the program refuses although it is granted, and asks again only after the grant changed', async () => {
    const windows = await open(
      `case "$*" in *--no-screen*) ${print(terminal)}
;; *) echo "get-windows requires the screen recording permission in System Settings"; exit 1;; esac`,
    );
    expect(await windows.read()).toMatchObject({ ok: true });
    expect(await windows.read()).toMatchObject({ ok: true });
    expect(calls).toEqual(['', '--no-screen-recording-permission', '--no-screen-recording-permission']);
    granted.delete('screen-recording');
    await windows.read();
    granted.add('screen-recording');
    calls = [];
    await windows.read();
    expect(calls[0]).toBe('');
  });

  it('gives addresses a rest when a browser hangs', async () => {
    const windows = await open(`case "$*" in *--no-accessibility*) ${print(terminal)}
;; *) exec sleep 30;; esac`);
    expect(await windows.read()).toMatchObject({ ok: true });
    await windows.read();
    expect(calls).toEqual(['', '--no-accessibility-permission', '--no-accessibility-permission']);
    expect(windows.limitation()).toEqual({ message: expect.stringMatching(/A browser did not answer/) as string });
    await clock.advance(60_000);
    calls = [];
    await windows.read();
    expect(calls[0]).toBe('');
  });

  it.each([
    ['exits with an unknown text', 'echo "Something else"; exit 1', /status 1/],
    ['prints no JSON', 'echo "{"', /no JSON/],
    ['prints another form', 'echo "[1]"', /not known/],
    ['hangs in every mode', 'exec sleep 30', /within 2 s/],
  ])('fails for a while when the program %s', async (_what, script, message) => {
    const windows = await open(script);
    expect(await windows.read()).toMatchObject({
      ok: false,
      error: { retry: true, message: expect.stringMatching(message) as string },
    });
  });

  it('cannot be told at all when the program is missing', async () => {
    const windows = await open('');
    rmSync(join(directory, 'main'));
    expect(await windows.read()).toMatchObject({ ok: false, error: { retry: false } });
  });

  it("is Hivebar's own when its process is", async () => {
    const windows = await open(print({ ...terminal, owner: { ...terminal.owner, processId: ownPid } }));
    expect(await windows.read()).toEqual({ ok: true, value: { kind: 'own' } });
  });

  it('is untold, not idle, when the application in front has no window', async () => {
    const windows = await open(print(null));
    expect(await windows.read()).toEqual({ ok: true, value: { kind: 'unseen' } });
  });
});

describe('private windows on macOS', () => {
  async function visibility(windows: OpenWindows): Promise<unknown> {
    const reading = await windows.read();
    return reading.ok && reading.value.kind === 'window' ? reading.value.sample.visibility : reading;
  }

  it('are told by the browser, which is asked once for each window', async () => {
    scriptAnswer = { kind: 'exited', code: 0, stdout: 'incognito\n', stderr: '' };
    const windows = await open(print(chrome));
    expect([await visibility(windows), await visibility(windows)]).toEqual(['private', 'private']);
    expect(scripts).toEqual(['-e tell application id "com.google.Chrome" to get mode of front window']);
  });

  it('cannot be told when the browser refuses; it is left alone for a minute', async () => {
    scriptAnswer = { kind: 'exited', code: 1, stdout: '', stderr: 'Not authorized to send Apple events (-1743)' };
    const windows = await open(print(chrome));
    expect([await visibility(windows), await visibility(windows)]).toEqual(['unknown', 'unknown']);
    expect(scripts).toHaveLength(1);
    expect(windows.limitation()).toMatchObject({ permission: 'automation' });
    await clock.advance(60_000);
    scriptAnswer = { kind: 'exited', code: 0, stdout: 'normal', stderr: '' };
    expect(await visibility(windows)).toBe('normal');
  });

  it('cannot be told without the permission to ask, and nobody is asked', async () => {
    granted = new Set(['screen-recording']);
    const windows = await open(print(chrome));
    expect([await visibility(windows), scripts]).toEqual(['unknown', []]);
  });
});
