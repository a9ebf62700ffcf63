import { describe, expect, it } from 'vitest';
import { type EventNode, type ThreadEvent } from './event-tree.ts';
import { moveInTree } from './tree-keys.ts';

function node(index: number, parent: EventNode | null): EventNode {
  const made = { event: {} as ThreadEvent, index, startMs: 0, endMs: 0, level: 1, parent, children: [] };
  parent?.children.push(made);
  return made;
}
const step = node(0, null);
const nodes = [step, node(1, step), node(2, step), node(3, null)];
const at = (row: number, closed: readonly number[] = []) => ({ nodes, closed: new Set(closed), row, pageRows: 3 });

describe('keys in the tree', () => {
  it('go up and down and stay within the ends', () => {
    expect(moveInTree('ArrowDown', at(-1))).toEqual({ kind: 'select', row: 0 });
    expect(moveInTree('ArrowUp', at(0))).toEqual({ kind: 'select', row: 0 });
    expect(moveInTree('PageDown', at(0))).toEqual({ kind: 'select', row: 3 });
    expect(moveInTree('End', at(0))).toEqual({ kind: 'select', row: 3 });
    expect(moveInTree('ArrowDown', at(3))).toEqual({ kind: 'select', row: 3 });
  });

  it('close a step, then go to the step that it lies in, and open it again', () => {
    expect(moveInTree('ArrowLeft', at(0))).toEqual({ kind: 'toggle', node: step });
    expect(moveInTree('ArrowLeft', at(2))).toEqual({ kind: 'select', row: 0 });
    expect(moveInTree('ArrowRight', at(0, [0]))).toEqual({ kind: 'toggle', node: step });
    expect(moveInTree('ArrowRight', at(0))).toEqual({ kind: 'select', row: 1 });
  });

  it('leave other keys to the page', () => {
    expect(moveInTree('x', at(0))).toBeNull();
    expect(moveInTree('ArrowRight', at(1))).toBeNull();
    expect(moveInTree('ArrowLeft', at(3))).toBeNull();
  });
});
