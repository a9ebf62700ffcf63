import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** A real X server without a screen, on a display that it chose itself as free. */
export interface X11Desktop {
  readonly env: Record<string, string>;
  /** Starts a program on the desktop. It ends with the desktop at the latest. */
  start(program: string, ...args: string[]): ChildProcess;
  /** Runs xdotool and gives its output. */
  xdotool(...args: string[]): Promise<string>;
  /** Gives the active window another title, as its program would. */
  retitle(title: string): Promise<void>;
  stop(): Promise<void>;
}

const deadlineMs = 15_000;

export async function startX11Desktop({ windowManager = true } = {}): Promise<X11Desktop> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = await firstLine(server);
  const env = { ...inherited(), DISPLAY: `:${display}`, LC_ALL: 'C.UTF-8' };
  const children: ChildProcess[] = [server];
  const desktop: X11Desktop = {
    env,
    start(program, ...args) {
      const child = spawn(program, args, { env, stdio: 'ignore' });
      children.push(child);
      return child;
    },
    async xdotool(...args) {
      const { stdout } = await promisify(execFile)('xdotool', args, { env, timeout: deadlineMs });
      return stdout.trim();
    },
    async retitle(title) {
      const window = await desktop.xdotool('getactivewindow');
      const set = ['-f', '_NET_WM_NAME', '8u', '-set', '_NET_WM_NAME', title];
      await promisify(execFile)('xprop', ['-id', window, ...set], { env, timeout: deadlineMs });
    },
    async stop() {
      for (const child of children.reverse()) await end(child);
    },
  };
  if (windowManager) {
    desktop.start('openbox');
    await until(
      async () => (await xprop(env, '_NET_SUPPORTING_WM_CHECK')).includes('window id'),
      'the window manager runs',
    );
  }
  return desktop;
}

/** Waits until `holds`, looking again and again; the deadline names what was waited for. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const endMs = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`Waited ${deadlineMs / 1000} s in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function xprop(env: NodeJS.ProcessEnv, property: string): Promise<string> {
  const { stdout } = await promisify(execFile)('xprop', ['-root', property], { env, timeout: deadlineMs });
  return stdout;
}

async function firstLine(server: ChildProcess): Promise<string> {
  const output = server.stdio[3];
  if (output === null || output === undefined || !('read' in output)) throw new Error('Xvfb has no display pipe.');
  const [line] = (await once(createInterface({ input: output }), 'line')) as [string];
  return line;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function inherited(): Record<string, string> {
  const { PATH, HOME } = process.env;
  return { PATH: PATH ?? '/usr/bin:/bin', HOME: HOME ?? '/' };
}
