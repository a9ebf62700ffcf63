import { once } from 'node:events';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Served, clickhousePid, hivebar, newDataDir, serve, startHivebar, until } from './hivebar-program.ts';

// Many real processes are started here, on machines that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // The signal found nobody, which is the answer.
    return false;
  }
}

describe('hivebar serve', () => {
  let served: Served | undefined;
  afterEach(async () => {
    await served?.stop();
    served = undefined;
  });

  it('prints one line of JSON when it is ready, keeps its secrets to itself, and ends cleanly on SIGTERM', async () => {
    served = await serve();
    const { ready, dataDir, child } = served;
    expect(ready).toEqual({
      dataDir,
      pid: child.pid,
      httpPort: expect.any(Number) as number,
      tcpPort: expect.any(Number) as number,
      otlpPort: expect.any(Number) as number,
      socketPath: join(dataDir, 'hivebar.sock'),
    });
    expect(((await stat(join(dataDir, 'runtime.json'))).mode & 0o777).toString(8)).toBe('600');
    expect(((await stat(dataDir)).mode & 0o777).toString(8)).toBe('700');
    const clickhouse = await clickhousePid(dataDir);

    child.kill('SIGTERM');
    const [exitCode] = (await once(child, 'close')) as [number | null];
    expect(exitCode).toBe(0);
    expect(served.stdout().split('\n')).toHaveLength(2);
    expect(isAlive(clickhouse)).toBe(false);
    expect(await hivebar(['status', '--data-dir', dataDir])).toMatchObject({ exitCode: 3, stdout: '' });
    await expect(stat(join(dataDir, 'runtime.json'))).rejects.toThrow('ENOENT');
  });

  it('ends when standard input does, if it was asked to', async () => {
    served = await serve(['--stop-with-stdin']);
    served.child.stdin.end();
    const [exitCode] = (await once(served.child, 'close')) as [number | null];
    expect(exitCode).toBe(0);
  });

  it('refuses a data directory that is in use, and leaves the first one alone', async () => {
    served = await serve();
    const second = await served.run(['serve']);
    expect(second.exitCode).toBe(1);
    expect(second.stdout).toBe('');
    expect(second.stderr).toContain(`Another Hivebar (process ${served.ready.pid}) already uses ${served.dataDir}`);
    expect((await served.run(['status'])).exitCode).toBe(0);
    expect((await served.run(['query', 'SELECT 1 + 1'])).stdout).toBe('2\n');
  });

  it('takes ClickHouse with it when it is killed, and starts again on what it left', async () => {
    served = await serve();
    const { dataDir, child } = served;
    await served.run(['push', 'hive.tool_calls'], '{"ts_ms":1790000000000,"tool_name":"read","ok":1}\n');
    const clickhouse = await clickhousePid(dataDir);
    child.kill('SIGKILL');
    await until('ClickHouse ended too', () => !isAlive(clickhouse));
    expect((await hivebar(['status', '--data-dir', dataDir])).exitCode).toBe(3);
    const again = await serve([], dataDir);
    expect((await again.run(['query', 'SELECT count() FROM hive.tool_calls'])).stdout).toBe('1\n');
    await again.stop();
  });

  it('ends with a message when it cannot start', async () => {
    const dataDir = await newDataDir();
    await writeFile(join(dataDir, 'settings.json'), '{"recording":{"pollMs":1}}');
    const { exitCode, stderr, stdout } = await hivebar(['serve', '--data-dir', dataDir]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('recording.pollMs');
    await rm(dataDir, { recursive: true });
  });

  it('says when it cannot write where it should', async () => {
    const dataDir = await newDataDir();
    await writeFile(join(dataDir, 'clickhouse'), 'a file where a folder must be');
    const { exitCode, stderr } = await hivebar(['serve', '--data-dir', dataDir]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('cannot be used');
    await rm(dataDir, { recursive: true });
  });

  it('stops at once when it is asked to before it is ready', async () => {
    const dataDir = await newDataDir();
    const child = startHivebar(['serve', '--data-dir', dataDir]);
    await until('it has begun', () => stat(join(dataDir, 'hivebar.lock')).then(Boolean, () => false));
    child.kill('SIGINT');
    const [exitCode] = (await once(child, 'close')) as [number | null];
    expect(exitCode).toBe(0);
    await rm(dataDir, { recursive: true });
  });
});
