import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { Turns } from './turns.ts';

describe('turns of the event loop', () => {
  it('are given to one at a time, in the order in which they were asked for', async () => {
    const turns = new Turns(new FakeClock(0));
    const seen: string[] = [];
    async function work(name: string): Promise<void> {
      for (let turn = 0; turn < 3; turn++) {
        await turns.next();
        seen.push(name);
      }
    }
    let isOver = false;
    function loopGoesOn(): void {
      seen.push('|');
      if (!isOver) setImmediate(loopGoesOn);
    }
    loopGoesOn();
    await Promise.all([work('a'), work('b')]);
    isOver = true;
    expect(seen.filter((name) => name !== '|')).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(seen.join('')).not.toMatch(/[ab][ab]/);
  });

  it('are over after 8 ms', async () => {
    const clock = new FakeClock(0);
    const turns = new Turns(clock);
    await clock.advance(1_000);
    await turns.next();
    expect(turns.isOver()).toBe(false);
    await clock.advance(7);
    expect(turns.isOver()).toBe(false);
    await clock.advance(1);
    expect(turns.isOver()).toBe(true);
  });
});
