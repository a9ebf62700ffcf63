import { beforeEach, describe, expect, it } from 'vitest';
import { type Presence, PresenceMachine } from './presence-machine.ts';

const poll = 5_000;
let changes: string[];
let machine: PresenceMachine;

beforeEach(() => {
  changes = [];
  const note = (presence: Presence): void => void changes.push(`${presence.sinceMs / 1000} ${presence.state}`);
  machine = new PresenceMachine(0, {
    idleAfterMs: 180_000,
    pollMs: poll,
    changed: note,
    renamed: ({ state, sinceMs }) => changes.push(`${sinceMs / 1000} renamed ${state}`),
  });
  machine.read(0, idle(0));
  changes = [];
});

function idle(seconds: number, locked = false) {
  return { kind: 'idle', seconds, locked } as const;
}

/** Readings every poll, with idle time as it grows from `seconds`. */
function readings(fromSeconds: number, toSeconds: number, idleAt: (seconds: number) => number): void {
  for (let at = fromSeconds; at <= toSeconds; at += poll / 1000) machine.read(at * 1000, idle(idleAt(at)));
}

describe('presence', () => {
  it('keeps one absence whatever comes on top of its first cause, and calls it by the strongest', () => {
    readings(5, 185, (at) => at);
    machine.event('lock', 190_000, idle(190));
    machine.event('suspend', 190_400, idle(190));
    machine.event('suspend', 190_500, idle(0));
    expect(changes).toEqual(['0 idle', '0 renamed locked', '0 renamed asleep']);
  });

  it('is not brought back by a wake', () => {
    machine.event('suspend', 1_000, idle(0));
    machine.event('resume', 2_000, idle(0));
    machine.read(3_000, idle(0));
    expect(machine.current().state).toBe('asleep');
  });

  it('returns from sleep without a lock at the second reading with fresh input', () => {
    machine.event('suspend', 1_000, idle(0));
    machine.event('resume', 100_000, idle(0));
    machine.read(105_000, idle(1));
    machine.read(110_000, idle(2));
    expect(changes).toEqual(['1 asleep', '104 active']);
  });

  it('takes no idle counter that restarts in the dark for input', () => {
    machine.event('suspend', 1_000, idle(0));
    machine.event('resume', 100_000, idle(0));
    machine.read(105_000, idle(0));
    machine.read(110_000, idle(5));
    machine.read(115_000, idle(10));
    expect(machine.current().state).toBe('asleep');
  });

  it('ends a lock whose end was not announced once the readings say unlocked', () => {
    machine.read(5_000, idle(0, true));
    machine.read(10_000, idle(0, true));
    machine.read(15_000, idle(0));
    expect(machine.current().state).toBe('locked');
    machine.read(20_000, idle(0));
    expect(changes).toEqual(['5 locked', '15 active']);
  });

  it('ends a lock that readings cannot see only by unlocking or a minute of input', () => {
    machine.event('lock', 1_000, idle(0));
    readings(5, 55, () => 0);
    expect(machine.current().state).toBe('locked');
    readings(60, 65, () => 0);
    expect(changes).toEqual(['1 locked', '5 active']);
  });

  it('takes late readings for a sleep that began at the last one in time', () => {
    machine.read(5_000, idle(0));
    machine.read(20_000, idle(0));
    expect(machine.current().state).toBe('active');
    machine.read(35_001, idle(0));
    expect(changes).toEqual(['20 asleep']);
  });

  it('counts switching to another user as a lock', () => {
    machine.event('session-resign', 1_000, idle(0));
    machine.event('session-active', 9_000, idle(0));
    expect(changes).toEqual(['1 locked', '9 active']);
  });

  it('is told anew after a pause, and stays paused whatever happens in it', () => {
    machine.pause(1_000);
    machine.event('lock', 2_000, idle(0));
    machine.event('unlock', 3_000, idle(0));
    machine.read(300_000, idle(300));
    machine.resume(301_000);
    machine.read(301_000, idle(0));
    expect(changes).toEqual(['1 paused', '301 unknown', '301 active']);
  });

  it('is locked at once when a pause ends behind the lock screen', () => {
    machine.pause(1_000);
    machine.event('lock', 2_000, idle(0));
    machine.resume(5_000);
    expect(machine.current().state).toBe('locked');
  });

  it('is sure of the past only up to the last input while active', () => {
    machine.read(5_000, idle(2));
    expect(machine.certainUntilMs(6_000)).toBe(3_000);
    machine.event('lock', 7_000, idle(0));
    expect(machine.certainUntilMs(8_000)).toBe(8_000);
  });
});

describe('readings', () => {
  it('may fail once without making presence unknown', () => {
    const missing = { kind: 'unavailable', reason: 'busy' } as const;
    machine.read(5_000, missing);
    expect(machine.current().state).toBe('active');
    machine.read(10_000, missing);
    expect(changes).toEqual(['10 unknown']);
  });

  it('in whole seconds do not date an absence before input that was already told', () => {
    readings(5, 180, (at) => Math.max(0, at - 4));
    machine.read(185_000, idle(182));
    expect(changes).toEqual(['4 idle']);
  });
});
