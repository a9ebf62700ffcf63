import { describe, expect, it } from 'vitest';
import { openPresence } from './open-presence.ts';

const hourMs = 3_600_000;
const day = { fromMs: 0, toMs: 24 * hourMs };
const stored = [{ ts_ms: 8 * hourMs, end_ms: 9 * hourMs, state: 'active', cause: 'input' }];
const recording = { kind: 'recording' } as const;
const current = { app: 'Editor', title: '', sinceMs: 9 * hourMs, afk: false };

describe('presence that still runs', () => {
  it('goes on from what is stored until now', () => {
    const rows = openPresence(stored, { recording, current, startedMs: 7 * hourMs }, day, 10 * hourMs);
    expect(rows).toEqual([{ ts_ms: 9 * hourMs, end_ms: 10 * hourMs, state: 'active', cause: '' }]);
    const away = { recording, current: { ...current, afk: true }, startedMs: 0 };
    expect(openPresence(stored, away, day, 10 * hourMs)[0]?.state).toBe('idle');
  });

  it('never claims time from before Hivebar ran', () => {
    const rows = openPresence([], { recording, current, startedMs: 7 * hourMs }, day, 10 * hourMs);
    expect(rows[0]?.ts_ms).toBe(7 * hourMs);
  });

  it('is a pause while recording is paused, and nothing where nobody can tell', () => {
    const paused = { kind: 'paused', sinceMs: 9.5 * hourMs, untilMs: null } as const;
    const rows = openPresence(stored, { recording: paused, current: null, startedMs: 0 }, day, 10 * hourMs);
    expect(rows).toEqual([{ ts_ms: 9.5 * hourMs, end_ms: 10 * hourMs, state: 'paused', cause: '' }]);
    expect(openPresence(stored, { recording, current: null, startedMs: 0 }, day, 10 * hourMs)).toEqual([]);
  });
});
