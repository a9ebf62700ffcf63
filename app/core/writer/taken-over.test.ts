import { describe, expect, it } from 'vitest';
import { isTakenOver } from './taken-over.ts';

describe('what dead processes left', () => {
  it('is not stored while nobody has looked for it, though nothing waits', () => {
    expect(isTakenOver({ finishedLooks: 0, adoptedWaitingRows: 0 })).toBe(false);
  });

  it('is stored when the first look is over and nothing waits', () => {
    expect(isTakenOver({ finishedLooks: 1, adoptedWaitingRows: 7 })).toBe(false);
    expect(isTakenOver({ finishedLooks: 1, adoptedWaitingRows: 0 })).toBe(true);
  });
});
