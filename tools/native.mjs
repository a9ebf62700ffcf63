/** Builds the native parts with make: the writer library, its addon, and the ClickHouse launcher. */
import os from 'node:os';
import { run } from './console.mjs';

export function buildNative() {
  run('make', ['-C', 'native', '--no-print-directory', '-s', `-j${os.cpus().length}`, 'all']);
}
