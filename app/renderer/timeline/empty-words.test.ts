import { describe, expect, it } from 'vitest';
import { emptyReason } from './empty-words.ts';

const hourMs = 3_600_000;
const span = (state: string, hours: number) => ({ ts_ms: 0, end_ms: hours * hourMs, state, cause: '' });
const recording = { recording: { kind: 'recording' } } as const;
const paused = { recording: { kind: 'paused', sinceMs: 0, untilMs: null } } as const;

describe('an empty day', () => {
  it('says that recording is or was paused', () => {
    expect(emptyReason({ presence: [], isToday: true, status: paused })).toContain('is paused');
    const presence = [span('paused', 5), span('asleep', 3)];
    expect(emptyReason({ presence, isToday: false, status: paused })).toBe('Recording was paused for 5 h of this day.');
  });

  it('says that Hivebar did not run', () => {
    expect(emptyReason({ presence: [], isToday: false, status: recording })).toContain('did not run');
    expect(emptyReason({ presence: [span('unknown', 2)], isToday: false, status: recording })).toContain('for 2 h');
  });

  it('promises what comes today, and tells a blind recorder from an idle person', () => {
    expect(emptyReason({ presence: [], isToday: true, status: null })).toContain('yet today');
    expect(emptyReason({ presence: [span('active', 2)], isToday: true, status: recording })).toContain('Sources');
    expect(emptyReason({ presence: [span('idle', 2)], isToday: true, status: recording })).toContain('Nobody');
  });
});
