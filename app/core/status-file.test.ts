import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RecorderStatus } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import type { Clock } from './host.ts';
import { isProcessAlive, keepStatusFile, readStatusFile } from './status-file.ts';

const part = { state: 'ok' as const, message: 'works', lastEventMs: null, counters: {} };

function statusAt(nowMs: number): RecorderStatus {
  return {
    nowMs,
    startedMs: 0,
    dataDir: '/data',
    demo: false,
    overall: 'recording',
    recording: { kind: 'recording' },
    database: { name: 'database', ...part },
    writer: { name: 'writer', ...part },
    sources: [],
    current: null,
  };
}

describe('the status file', () => {
  let dataDir: string;
  let now = 1_000;
  let tick: () => void = () => undefined;
  let announce: () => void = () => undefined;
  let stop: Stop = () => undefined;
  const alive = { now: () => now, isAlive: () => true };
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    every: (_, beat) => {
      tick = beat;
      return () => {
        tick = () => undefined;
      };
    },
    after: () => () => undefined,
    timeZone: () => 'UTC',
  };

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'hivebar-status-'));
    now = 1_000;
  });
  afterEach(async () => {
    await stop();
    await rm(dataDir, { recursive: true });
  });

  function start(directory = dataDir): void {
    const recorder = {
      status: () => statusAt(now),
      onStatus: (listener: (status: RecorderStatus) => void) => {
        announce = () => listener(statusAt(now));
        return () => undefined;
      },
    };
    stop = keepStatusFile(recorder, { dataDir: directory, clock, log: () => undefined, pid: 77 });
  }

  async function seenAt(expectedNowMs: number): Promise<void> {
    await vi.waitFor(async () => {
      const read = await readStatusFile(dataDir, alive);
      expect(read).toMatchObject({ ok: true, value: { kind: 'answers', pid: 77, status: { nowMs: expectedNowMs } } });
    });
  }

  it('is there after the start, after a change and after a beat, and only its owner may read it', async () => {
    start();
    await seenAt(1_000);
    now = 2_000;
    announce();
    await seenAt(2_000);
    now = 7_000;
    tick();
    await seenAt(7_000);
    expect((await stat(join(dataDir, 'status.json'))).mode & 0o777).toBe(0o600);
  });

  it('writes the last of many changes that come during one write', async () => {
    start();
    for (now = 1_001; now < 1_050; now++) announce();
    await seenAt(1_050);
  });

  it('is removed by a clean stop', async () => {
    start();
    await seenAt(1_000);
    await stop();
    await expect(readFile(join(dataDir, 'status.json'))).rejects.toThrow('ENOENT');
    expect(await readStatusFile(dataDir, alive)).toMatchObject({ ok: true, value: { kind: 'gone' } });
  });

  it('tells a recorder that fell silent from one that died', async () => {
    start();
    await seenAt(1_000);
    now = 20_000;
    expect(await readStatusFile(dataDir, alive)).toMatchObject({
      ok: true,
      value: { kind: 'silent', silentMs: 19_000 },
    });
    expect(await readStatusFile(dataDir, { ...alive, isAlive: () => false })).toMatchObject({
      ok: true,
      value: { kind: 'gone' },
    });
  });

  it('refuses a file that it did not write', async () => {
    await writeFile(join(dataDir, 'status.json'), '{"version":2}');
    expect(await readStatusFile(dataDir, alive)).toMatchObject({ ok: false });
  });

  it('logs one warning, not one a beat, while it cannot write', async () => {
    const log = vi.fn();
    const recorder = { status: () => statusAt(now), onStatus: () => () => undefined };
    stop = keepStatusFile(recorder, { dataDir: join(dataDir, 'missing'), clock, log, pid: 77 });
    await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(1));
    tick();
    await stop();
    expect(log).toHaveBeenCalledTimes(1);
  });
});

describe('whether a process is alive', () => {
  it('is true for this process and false for a number that no process can have', () => {
    expect(isProcessAlive(process.pid)).toBe(true);
    expect(isProcessAlive(2 ** 30)).toBe(false);
  });
});
