import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processStart } from './data-dir-lock.ts';
import { until } from './testing.ts';

const host = resolve('native/build/clickhouse-host');

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  readonly output: () => string;
}

function run(...args: string[]): Run {
  const child = spawn(host, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  // A host that ends at once breaks the pipe that the test still writes to.
  child.stdin.on('error', () => child.stdin.destroy());
  const ended = new Promise<{ code: number | null; signal: string | null }>((settle) => {
    child.once('close', (code, signal) => settle({ code, signal }));
  });
  return { child, ended, output: () => output };
}

/** A program in place of a server: runs until SIGTERM. */
async function writeServer(folder: string, script: string): Promise<string> {
  const path = join(folder, 'server');
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

describe('clickhouse-host', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hivebar-host-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('explains its usage and ends with 2 when it is called wrongly', async () => {
    for (const args of [[], ['--lib'], ['--lib', 'a'], ['--exec', 'a', '--lib', 'b', '--'], ['--what', 'a', '--']]) {
      const { ended, output } = run(...args);
      expect(await ended).toEqual({ code: 2, signal: null });
      expect(output()).toContain('usage: clickhouse-host');
    }
  });

  it('ends with 4 and names the file when the library is missing', async () => {
    const { ended, output } = run('--lib', join(folder, 'libchdb.so'), '--');
    expect(await ended).toEqual({ code: 4, signal: null });
    expect(output()).toContain(`library missing: ${folder}/libchdb.so`);
  });

  it('ends with 4 and names both platforms when the library is for another one', async () => {
    const elf = (machine: number) =>
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...zeros(11), machine, 0, ...zeros(44)]);
    const machO = Buffer.from([0xcf, 0xfa, 0xed, 0xfe, 0x0c, 0, 0, 1, ...zeros(56)]);
    const foreign = process.arch === 'x64' && process.platform === 'linux' ? elf(183) : elf(62);
    const cases: [Buffer, string][] = [
      [foreign, foreign[18] === 183 ? 'linux-arm64' : 'linux-x64'],
      [process.platform === 'darwin' ? elf(62) : machO, process.platform === 'darwin' ? 'linux-x64' : 'darwin-arm64'],
      [Buffer.from('<html>not found</html>'), 'unknown'],
      [Buffer.alloc(0), 'unknown'],
    ];
    for (const [content, platform] of cases) {
      const path = join(folder, 'libchdb.so');
      await writeFile(path, content);
      const { ended, output } = run('--lib', path, '--');
      expect(await ended).toEqual({ code: 4, signal: null });
      expect(output()).toContain(`is built for ${platform}, this program needs ${process.platform}-${process.arch}`);
    }
  });

  it('ends with 4 when the executable cannot be run', async () => {
    const { ended, output } = run('--exec', join(folder, 'server'), '--');
    expect(await ended).toEqual({ code: 4, signal: null });
    expect(output()).toContain('cannot be run: No such file');
  });

  it('ends with 3 when ClickHouse ends by itself', async () => {
    const { ended, output } = run('--exec', await writeServer(folder, 'exit 7'), '--');
    expect(await ended).toEqual({ code: 3, signal: null });
    expect(output()).toContain('ended by itself with status 7');
  });

  it('ends with 0 and takes the server along when its standard input ends, whatever was written to it before', async () => {
    const { child, ended, output } = run('--exec', await writeServer(folder, 'echo $$; exec sleep 1000'), '--');
    await until('the server runs', () => output().endsWith('\n'));
    child.stdin?.write('garbage\0\nSELECT 1;\n');
    child.stdin?.write(Buffer.alloc(100_000, 0xff));
    expect(await processStart(Number(output()))).not.toBe('');
    child.stdin?.end();
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(await processStart(Number(output()))).toBe('');
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('takes %s for the wish to stop', async (signal) => {
    const { child, ended, output } = run('--exec', await writeServer(folder, 'echo up; exec sleep 1000'), '--');
    await until('the server runs', () => output() === 'up\n');
    child.kill(signal);
    expect(await ended).toEqual({ code: 0, signal: null });
  });

  it('ends with 5 and kills a server that does not stop within the limit, however the two ends race', async () => {
    const server = await writeServer(folder, 'trap "" TERM; echo $$; while :; do sleep 1; done');
    const runs = Array.from({ length: 24 }, () => run('--exec', server, '--stop-limit', '1', '--'));
    await until('the servers run', () => runs.every(({ output }) => output().endsWith('\n')));
    const pids = runs.map(({ output }) => Number(output()));
    for (const { child } of runs) child.stdin?.end();
    for (const { ended } of runs) expect(await ended).toEqual({ code: 5, signal: null });
    await until('the servers are gone', async () => (await Promise.all(pids.map(processStart))).join('') === '');
  });

  it('ends when its parent is killed', async () => {
    const server = await writeServer(folder, 'echo $$; exec sleep 1000');
    const script = `
      const child = require('node:child_process').spawn(process.argv[1], ['--exec', process.argv[2], '--'],
        { stdio: ['pipe', 'inherit', 'inherit'], detached: true });
      console.log('host ' + child.pid);
    `;
    const parent = spawn(process.execPath, ['-e', script, host, server], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    parent.stdout.on('data', (text: Buffer) => (output += text.toString()));
    await until('both run', () => /host \d+/.test(output) && /^\d+$/m.test(output));
    const hostPid = Number(/host (\d+)/.exec(output)?.[1]);
    const serverPid = Number(/^(\d+)$/m.exec(output)?.[1]);
    parent.kill('SIGKILL');
    await until(
      'host and server are gone',
      async () => (await processStart(hostPid)) + (await processStart(serverPid)) === '',
    );
  });
});

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}
