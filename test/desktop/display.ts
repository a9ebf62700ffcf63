import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';

const run = promisify(execFile);

/** A virtual X11 screen with a window manager, and the person who sits in front of it. */
export interface Display {
  /** Such as `:99`, for the variable DISPLAY. */
  readonly name: string;
  /** Opens a real terminal window and gives it the focus. */
  openTerminal(title: string, look?: TerminalLook): Promise<Terminal>;
  /** Presses a key, for the window that has the focus; `Shift_L` does nothing but end idle time. */
  pressKey(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** What a terminal shows, and under which name of an application. */
export interface TerminalLook {
  readonly text?: string;
  readonly app?: string;
}

export interface Terminal {
  retitle(title: string): Promise<void>;
  focus(): Promise<void>;
  close(): Promise<void>;
}

/** Takes the first display number that is free. */
export async function startDisplay(): Promise<Display> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-noreset', '-ac'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const numbers = server.stdio[3] as Readable;
  const [chunk] = (await Promise.race([
    once(numbers, 'data'),
    once(server, 'exit').then(() => Promise.reject(new Error('Xvfb did not start. Is it installed?'))),
  ])) as [Buffer];
  const name = `:${chunk.toString().trim()}`;
  const env = { ...process.env, DISPLAY: name };
  const windowManager = spawn('openbox', [], { env, stdio: 'ignore' });
  const terminals: ChildProcess[] = [];
  const xdotool = async (...args: string[]) => (await run('xdotool', args, { env })).stdout.trim();
  const act = async (...args: string[]): Promise<void> => {
    await xdotool(...args);
  };
  // The window manager is there once it answers who it is.
  await run('xprop', ['-root', '-spy', '_NET_SUPPORTING_WM_CHECK'], { env, timeout: 2_000 }).catch(() => undefined);

  // Out of the way: a chart under the pointer would show what is under it.
  await act('mousemove', '1439', '899');

  return {
    name,
    async openTerminal(title, { text = '', app = 'XTerm' } = {}) {
      // A font that recognisers of text know from print.
      const look = ['-T', title, '-class', app, '-geometry', '60x12+40+40', '-fa', 'DejaVu Sans Mono', '-fs', '12'];
      const terminal = spawn('xterm', [...look, '-e', 'sh', '-c', 'printf %s "$0"; exec sleep 600', text], {
        env,
        stdio: 'ignore',
      });
      terminals.push(terminal);
      let window = '';
      // The search walks over all windows and fails when one of them closes meanwhile.
      await expect(async () => {
        window = await xdotool('search', '--onlyvisible', '--pid', String(terminal.pid));
      }).toPass();
      const focus = () => act('windowactivate', '--sync', window);
      await focus();
      return {
        focus,
        retitle: (next) => act('set_window', '--name', next, window),
        close: () => end(terminal),
      };
    },
    pressKey: (name) => act('key', name),
    async stop() {
      for (const child of [...terminals, windowManager, server]) await end(child);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}
