import { describe, expect, it } from 'vitest';
import { fitted, follow, inWindow, zoomed } from './time-window.ts';

describe('the window on the time axis', () => {
  it('comes closer around a moment and never leaves the axis', () => {
    expect(zoomed(fitted, 2, 0.5)).toEqual({ from: 0.25, to: 0.75 });
    expect(zoomed(fitted, 4, 0)).toEqual({ from: 0, to: 0.25 });
    expect(zoomed({ from: 0.75, to: 1 }, 0.5, 0.95)).toEqual({ from: 0.5, to: 1 });
    expect(zoomed(fitted, 0.5, 0.3)).toEqual(fitted);
  });

  it('follows what is selected out of its sight, and stays when it is in it', () => {
    const span = { from: 0.4, to: 0.6 };
    expect(follow(span, 0.5, 0.9)).toBe(span);
    const moved = follow(span, 0.8, 0.82);
    expect(moved.from).toBeCloseTo(0.71, 9);
    expect(moved.to).toBeCloseTo(0.91, 9);
  });

  it('reads positions relative to itself', () => {
    expect(inWindow({ from: 0.25, to: 0.75 }, 0.5)).toBe(0.5);
    expect(inWindow({ from: 0.5, to: 0.75 }, 0.25)).toBe(-1);
  });
});
