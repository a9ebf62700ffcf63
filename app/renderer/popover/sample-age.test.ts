import { describe, expect, it } from 'vitest';
import { type PartHealth, type RecorderStatus } from '../../contract/health.ts';
import { sampleAge } from './sample-age.ts';

const nowMs = 1_000_000;
const part = (name: string, lastEventMs: number | null): PartHealth => ({
  name,
  state: 'ok',
  message: '',
  lastEventMs,
  counters: {},
});
const status: RecorderStatus = {
  nowMs,
  startedMs: 0,
  dataDir: '/data',
  demo: false,
  overall: 'recording',
  recording: { kind: 'recording' },
  database: part('database', null),
  writer: part('writer', nowMs),
  sources: [part('window', nowMs - 40_000), part('presence', nowMs - 3_000), part('claude-code', nowMs)],
  current: null,
};

describe('the age of the last sample', () => {
  it('is that of the newest look at the person', () => {
    expect(sampleAge(status, nowMs)).toEqual({ text: 'Last sample 3 s ago', stale: false });
    expect(sampleAge(status, nowMs - 60_000)).toEqual({ text: 'Last sample just now', stale: false });
  });

  it('warns when it is old', () => {
    const age = sampleAge(status, nowMs + 120_000);
    expect(age).toEqual({ text: 'Last sample 2 min ago: recording may have stopped', stale: true });
  });

  it('is not told where nothing is looked at', () => {
    expect(sampleAge({ ...status, demo: true }, nowMs)).toBeNull();
    expect(sampleAge({ ...status, recording: { kind: 'paused', sinceMs: 0, untilMs: null } }, nowMs)).toBeNull();
    expect(sampleAge({ ...status, sources: [part('window', null)] }, nowMs)).toBeNull();
  });
});
