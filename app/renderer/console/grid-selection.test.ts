import { expect, it } from 'vitest';
import { blockCells, blockOf, moved, type Selection } from './grid-selection.ts';

const size = { rows: 1_000, columns: 4, page: 20 };
const at = (row: number, column: number): Selection => ({ active: { row, column }, anchor: { row, column } });
const press = (key: string, { shift = false, mod = false } = {}) => ({ key, shift, mod });

it.each([
  ['ArrowDown', false, 5, 1, 6, 1],
  ['ArrowDown', true, 5, 1, 999, 1],
  ['ArrowUp', false, 0, 1, -1, 1],
  ['ArrowUp', true, 5, 1, 0, 1],
  ['ArrowLeft', false, 5, 0, 5, 0],
  ['ArrowRight', true, 5, 1, 5, 3],
  ['PageDown', false, 990, 1, 999, 1],
  ['PageUp', false, 5, 1, 0, 1],
  ['Home', false, 5, 2, 5, 0],
  ['Home', true, 5, 2, 0, 0],
  ['End', false, 5, 2, 5, 3],
  ['End', true, 5, 2, 999, 3],
])('%s (with the command key: %s) leads from %i, %i to %i, %i', (key, mod, row, column, toRow, toColumn) => {
  expect(moved(at(row, column), press(key, { mod }), size)?.active).toEqual({ row: toRow, column: toColumn });
});

it('other keys move nothing', () => {
  expect(moved(at(0, 0), press('a'), size)).toBeNull();
});

it('with shift a block grows from where it began', () => {
  const one = moved(at(5, 1), press('ArrowDown', { shift: true }), size);
  const two = one === null ? null : moved(one, press('ArrowLeft', { shift: true }), size);
  const block = two === null ? null : blockOf(two);
  expect(block).toEqual({ firstRow: 5, lastRow: 6, firstColumn: 0, lastColumn: 1 });
  expect(block === null ? 0 : blockCells(block)).toBe(4);
});

it('the names of the columns are no cells', () => {
  expect(blockOf(at(-1, 0))).toBeNull();
});
