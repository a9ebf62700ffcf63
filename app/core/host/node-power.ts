import { type Power } from '../host.ts';
import { linuxPower } from './linux-power.ts';
import { macPower } from './mac-power.ts';
import { runProgram } from './run-program.ts';

/** Power and idle time for a process without Electron. */
export function nodePower(platform: 'darwin' | 'linux', env: Readonly<Record<string, string | undefined>>): Power {
  return platform === 'darwin' ? macPower(runProgram) : linuxPower(env);
}
