import { describe, expect, it } from 'vitest';
import { PushedEvents } from './push-to-visible.ts';

describe('events that were pushed', () => {
  it('are seen in their order, each when the count reaches it', () => {
    const events = new PushedEvents({ seen: 10, acknowledged: 5 });
    events.pushedAt.push(100, 110, 120);
    events.note('seen', 10, 125);
    events.note('seen', 12, 130);
    events.note('acknowledged', 7, 128);
    expect(events.seen).toEqual([30, 20]);
    events.note('seen', 12, 140);
    events.note('seen', 13, 150);
    expect(events.seen).toEqual([30, 20, 30]);
    expect(events.acknowledged).toEqual([28, 18]);
  });

  it('count as unseen when they are acknowledged and no query found them', () => {
    const events = new PushedEvents({ seen: 0, acknowledged: 0 });
    events.pushedAt.push(1, 2, 3);
    events.note('acknowledged', 2, 10);
    expect(events.unseen()).toBe(2);
    events.note('seen', 3, 20);
    expect(events.unseen()).toBe(0);
  });
});
