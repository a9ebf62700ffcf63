import { type IdleReading, type Power } from '../host.ts';
import { type RunProgram } from './run-program.ts';

const ioreg = '/usr/sbin/ioreg';
const limitMs = 2_000;

/**
 * Idle time and lock on macOS for a process without Electron, out of the I/O registry. Sleep is not announced here:
 * the gap in the readings tells it.
 */
export function macPower(run: RunProgram): Power {
  return {
    async readIdle() {
      const [input, root] = await Promise.all([
        run(ioreg, ['-c', 'IOHIDSystem', '-d', '4', '-r'], limitMs),
        run(ioreg, ['-n', 'Root', '-d', '1'], limitMs),
      ]);
      if (input.kind !== 'exited' || input.code !== 0) return unavailable('ioreg does not answer');
      return parseIdle(input.stdout, root.kind === 'exited' ? root.stdout : '');
    },
    onEvent: () => () => undefined,
  };
}

/** Idle time in nanoseconds from the input system's entry, the lock from the registry's root. */
export function parseIdle(input: string, root: string): IdleReading {
  const nanoseconds = /"HIDIdleTime"\s*=\s*(\d+)/.exec(input)?.[1];
  if (nanoseconds === undefined) return unavailable('ioreg does not list HIDIdleTime');
  return {
    kind: 'idle',
    seconds: Number(nanoseconds) / 1e9,
    locked: /"(?:IOConsoleLocked|CGSSessionScreenIsLocked)"\s*=\s*Yes/.test(root),
  };
}

function unavailable(what: string): IdleReading {
  return { kind: 'unavailable', reason: `Idle time cannot be read (${what}).` };
}
