import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAnswer, startNativeBench } from './native-bench.ts';

const login = {
  httpUrl: 'http://127.0.0.1:1',
  host: '127.0.0.1',
  tcpPort: 1,
  user: { name: 'writer', password: 'secret' },
};

describe('an answer of seqch-bench', () => {
  it('is read whole', () => {
    const line = '{"seconds":2.5,"cpu_seconds":0.001}';
    expect(parseAnswer('idle', line)).toEqual({ seconds: 2.5, cpu_seconds: 0.001 });
  });

  it('of another version is refused with the request that it answers', () => {
    expect(() => parseAnswer('idle', '{"seconds":"2"}')).toThrow('its "idle" says');
    expect(() => parseAnswer('push', 'no JSON')).toThrow('another version');
  });
});

describe('a program that measures', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'native-bench-'))));
  afterAll(() => rm(folder, { recursive: true }));

  async function program(script: string): Promise<string> {
    const path = join(folder, `bench-${Math.random().toString(36).slice(2)}`);
    await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  }

  it('is asked line by line and ends when it is stopped', async () => {
    const path = await program('while read -r line; do echo \'{"seconds":1,"cpu_seconds":0}\'; done');
    const bench = await startNativeBench(path, login, []);
    expect(bench.pid).toBeGreaterThan(0);
    expect(await bench.ask('idle', 1)).toEqual({ seconds: 1, cpu_seconds: 0 });
    expect(await bench.ask('idle', 1)).toEqual({ seconds: 1, cpu_seconds: 0 });
    await bench.stop();
  });

  it('that ends early fails the measurement with what it said', async () => {
    const path = await program('echo "seqch-bench: no server" >&2; exit 1');
    const bench = await startNativeBench(path, login, []);
    await expect(bench.ask('idle', 1)).rejects.toThrow('seqch-bench: no server');
    await bench.stop();
  });

  it('that is missing is named, with how to build it', async () => {
    await expect(startNativeBench(join(folder, 'none'), login, [])).rejects.toThrow('make -C native bench');
  });
});
