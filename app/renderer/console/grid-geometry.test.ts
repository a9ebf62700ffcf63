import { expect, it } from 'vitest';
import {
  autoWidth,
  columnEdges,
  lastPosition,
  positionOf,
  positionShowing,
  rowHeight,
  scrollTopOf,
  spaceHeight,
  tallestSpace,
  visibleColumns,
  visibleRows,
} from './grid-geometry.ts';

const small = { rows: 100, view: 240 };
const large = { rows: 1_000_000, view: 600 };

it('a small grid scrolls pixel by pixel', () => {
  expect(spaceHeight(small)).toBe(2_400);
  expect(positionOf(123, small)).toBeCloseTo(123);
  expect(scrollTopOf(123, small)).toBeCloseTo(123);
});

it('a million rows have a space that browsers can scroll, and every row can be reached', () => {
  expect(spaceHeight(large)).toBe(tallestSpace);
  expect(positionOf(tallestSpace - large.view, large)).toBe(lastPosition(large));
  expect(visibleRows(lastPosition(large), large).end).toBe(1_000_000);
  for (const row of [0, 1, 499_999, 999_998, 999_999]) {
    const position = positionShowing(row, 5_000_000, large);
    const { first, end } = visibleRows(position, large);
    expect(row >= first && row < end).toBe(true);
    expect(positionOf(scrollTopOf(position, large), large)).toBeCloseTo(position, 3);
  }
});

it('a row that is seen whole moves nothing', () => {
  expect(positionShowing(5, 100, small)).toBe(100);
  expect(positionShowing(1, 100, small)).toBe(rowHeight);
  expect(positionShowing(30, 100, small)).toBe(31 * rowHeight - small.view);
});

it('few rows need no scrolling', () => {
  const few = { rows: 3, view: 240 };
  expect([positionOf(50, few), scrollTopOf(0, few), lastPosition(few)]).toEqual([0, 0, 0]);
  expect(visibleRows(0, few)).toEqual({ first: 0, end: 3 });
  expect(visibleRows(0, { rows: 0, view: 240 })).toEqual({ first: 0, end: 0 });
});

it('columns are found by their edges', () => {
  const edges = columnEdges([100, 50, 200, 100]);
  expect(edges).toEqual([0, 100, 150, 350, 450]);
  expect(visibleColumns(edges, 0, 120)).toEqual({ first: 0, end: 2 });
  expect(visibleColumns(edges, 100, 50)).toEqual({ first: 1, end: 3 });
  expect(visibleColumns(edges, 349, 1_000)).toEqual({ first: 2, end: 4 });
  expect(visibleColumns(columnEdges([]), 0, 100)).toEqual({ first: 0, end: 0 });
});

it('a column is as wide as its text, within reason', () => {
  expect(autoWidth(['a'])).toBe(48);
  expect(autoWidth(['x'.repeat(1_000)])).toBe(420);
  expect(autoWidth(['name', 'a longer cell'])).toBe(Math.ceil(13 * 7.3) + 24);
});
