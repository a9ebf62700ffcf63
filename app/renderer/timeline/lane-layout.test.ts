import { describe, expect, it } from 'vitest';
import { type Item } from './items.ts';
import { agentLineHeight, itemAt, layOut, neighbour, scaleOf } from './lane-layout.ts';

const day = { fromMs: 0, toMs: 1_000_000 };
const scale = scaleOf(day, 1_000);

function item(key: string, lane: Item['lane'], fromMs: number, toMs: number, more: Partial<Item> = {}): Item {
  return {
    key,
    lane,
    kind: lane === 'agents' ? 'run' : 'window',
    line: 0,
    fromMs,
    toMs,
    failed: false,
    faint: false,
    title: key,
    detail: '',
    origin: {},
    ...more,
  };
}

describe('what lies under the pointer', () => {
  const layout = layOut(3);
  const middleOf = (name: string, line = 0): number => {
    const lane = layout.lanes.find((one) => one.name === name);
    return (lane?.top ?? 0) + (name === 'agents' ? (line + 0.5) * agentLineHeight : (lane?.height ?? 0) / 2);
  };
  const items = [
    item('segment', 'windows', 100_000, 200_000),
    item('tiny', 'windows', 200_000, 200_500),
    item('run', 'agents', 100_000, 300_000, { line: 1 }),
    item('call', 'agents', 150_000, 152_000, { line: 1, kind: 'model call' }),
    item('crowded', 'agents', 500_000, 600_000, { line: 9 }),
  ];
  const at = (x: number, y: number) => itemAt(items, { x, y }, layout, scale)?.key;

  it('is an item of that lane and line alone', () => {
    expect(at(120, middleOf('windows'))).toBe('segment');
    expect(at(120, middleOf('agents', 0))).toBeUndefined();
    expect(at(120, middleOf('agents', 1))).toBe('run');
    expect(at(120, middleOf('errors'))).toBeUndefined();
  });

  it('is the call and not the run around it, and a sliver when the pointer is near', () => {
    expect(at(151, middleOf('agents', 1))).toBe('call');
    expect(at(203, middleOf('windows'))).toBe('tiny');
    expect(at(220, middleOf('windows'))).toBeUndefined();
  });

  it('finds the runs that share the last line', () => {
    expect(at(550, middleOf('agents', 2))).toBe('crowded');
  });
});

describe('the arrow keys', () => {
  const items = [
    item('late', 'windows', 800_000, 900_000),
    item('early', 'windows', 0, 100_000),
    item('middle', 'windows', 450_000, 520_000),
    item('run', 'agents', 0, 900_000),
    item('call', 'agents', 1, 2, { kind: 'tool call' }),
  ];
  const go = (lane: Item['lane'], from: Item | null, step: 1 | -1) => neighbour(items, lane, from, step, day);

  it('begin in the middle of what is shown, go on by time, and stay at the ends', () => {
    const middle = go('windows', null, 1);
    expect(middle?.key).toBe('middle');
    const late = go('windows', middle, 1);
    expect(late?.key).toBe('late');
    expect(go('windows', late, 1)?.key).toBe('late');
    expect(go('windows', middle, -1)?.key).toBe('early');
  });

  it('stop at runs and not at each of their calls', () => {
    const run = go('agents', null, 1);
    expect(run?.key).toBe('run');
    expect(go('agents', run, 1)?.key).toBe('run');
  });
});
