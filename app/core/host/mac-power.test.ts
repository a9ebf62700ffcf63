import { describe, expect, it } from 'vitest';
import { macPower, parseIdle } from './mac-power.ts';

const input = `+-o IOHIDSystem  <class IOHIDSystem, id 0x100000402, registered, matched, active, busy 0 (0 ms), retain 27>
    {
      "HIDParameters" = {"HIDIdleTimeDummy"=1}
      "HIDIdleTime" = 4242000000
    }`;

describe('idle time on macOS', () => {
  it('is read in nanoseconds, with the lock from the root of the registry', () => {
    expect(parseIdle(input, '"IOConsoleLocked" = No')).toEqual({ kind: 'idle', seconds: 4.242, locked: false });
    expect(parseIdle(input, '"IOConsoleLocked" = Yes')).toMatchObject({ locked: true });
  });

  it('is unavailable with the reason when it is not listed or nobody answers', async () => {
    expect(parseIdle('', '')).toMatchObject({ kind: 'unavailable' });
    const reading = await macPower(() => Promise.resolve({ kind: 'missing' })).readIdle();
    expect(reading).toMatchObject({ kind: 'unavailable' });
  });
});
