import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type PowerEvent } from '../host.ts';
import { until } from '../sources/testing/x11-desktop.ts';
import { watchLoginSignals } from './login-signals.ts';

const run = promisify(execFile);
let bus: ChildProcess | undefined;
let stop: (() => void | Promise<void>) | undefined;

afterEach(async () => {
  await stop?.();
  bus?.kill();
  bus = undefined;
  stop = undefined;
});

/** A message bus of our own in the place of the system's, so that signals can be sent as logind would. */
async function watch(session?: string) {
  bus = spawn('dbus-daemon', ['--session', '--print-address=1', '--nofork'], { stdio: ['ignore', 'pipe', 'ignore'] });
  if (bus.stdout === null) throw new Error('The bus has no output.');
  const [address] = (await once(createInterface({ input: bus.stdout }), 'line')) as [string];
  const env: Record<string, string> = { PATH: process.env['PATH'] ?? '', DBUS_SYSTEM_BUS_ADDRESS: address };
  if (session !== undefined) env['XDG_SESSION_ID'] = session;
  const events: PowerEvent[] = [];
  let lost = 0;
  stop = watchLoginSignals({ env, onEvent: (event) => events.push(event), onLost: () => (lost += 1) });
  const send = async (path: string, member: string, ...args: string[]): Promise<void> => {
    await run('dbus-send', ['--system', '--type=signal', path, member, ...args], { env });
  };
  // The monitor is on the bus once a signal reaches it.
  await until(async () => {
    await send('/org/freedesktop/login1', 'org.freedesktop.login1.Manager.PrepareForSleep', 'boolean:false');
    return events.length > 0;
  }, 'the monitor listens');
  events.length = 0;
  return { events, send, lost: () => lost };
}

describe.runIf(process.platform === 'linux')('login signals', () => {
  it('tell sleep and wake', async () => {
    const { events, send } = await watch();
    await send('/org/freedesktop/login1', 'org.freedesktop.login1.Manager.PrepareForSleep', 'boolean:true');
    await send('/org/freedesktop/login1', 'org.freedesktop.login1.Manager.PrepareForSleep', 'boolean:false');
    await until(
      () => events.filter((event) => event === 'suspend').length > 0 && events.at(-1) === 'resume',
      'both arrive',
    );
    expect(events.slice(-2)).toEqual(['suspend', 'resume']);
  });

  it('tell a request to lock, of our own session only', async () => {
    const { events, send } = await watch('2');
    const lock = 'org.freedesktop.login1.Session.Lock';
    await send('/org/freedesktop/login1/session/_39', lock);
    await send('/org/freedesktop/login1/session/_32', lock);
    await send('/org/freedesktop/login1', 'org.freedesktop.login1.Manager.PrepareForSleep', 'boolean:true');
    await until(() => events.includes('suspend'), 'all have arrived');
    expect(events.filter((event) => event === 'lock')).toEqual(['lock']);
  });

  it('say when nobody tells them any more', async () => {
    const { lost } = await watch();
    bus?.kill();
    await until(() => lost() > 0, 'the loss is told');
  });

  it('are missing without harm where there is no bus', async () => {
    let lost = 0;
    const env = { PATH: process.env['PATH'], DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent' };
    stop = watchLoginSignals({ env, onEvent: () => undefined, onLost: () => (lost += 1) });
    await until(() => lost > 0, 'the loss is told');
  });
});
