import { expect, it } from 'vitest';
import { chartData, firstChoice } from './chart-data.ts';

const columns = [
  { name: 'hour', type: "DateTime('UTC')" },
  { name: 'model', type: 'LowCardinality(String)' },
  { name: 'tokens', type: 'UInt64' },
];
const rows = [
  ['2026-01-01 02:00:00', 'b', '5'],
  ['2026-01-01 01:00:00', 'a', '10'],
  ['2026-01-01 01:00:00', 'b', '20'],
  ['2026-01-01 03:00:00', 'a', 'nan'],
];

it('a time goes across, a number up, a text makes the series', () => {
  expect(firstChoice(columns)).toEqual({ kind: 'line', x: 0, y: 2, series: 1 });
  expect(firstChoice(columns.slice(1))).toEqual({ kind: 'bar', x: 0, y: 1, series: null });
  expect(firstChoice(columns.slice(2))).toEqual({ kind: 'line', x: 0, y: 0, series: null });
  expect(firstChoice(columns.slice(0, 2))).toBeNull();
});

it('points stand in the order of x, with a value for each series', () => {
  const data = chartData(rows, columns, { kind: 'line', x: 0, y: 2, series: 1 });
  expect(data.series).toEqual(['b', 'a']);
  expect(data.points).toEqual([
    { x: Date.UTC(2026, 0, 1, 1), values: [20, 10] },
    { x: Date.UTC(2026, 0, 1, 2), values: [5, null] },
  ]);
  expect([data.left, data.every, data.isTime, data.labels]).toEqual([1, 1, true, null]);
});

it('texts across keep their order', () => {
  const data = chartData(rows.slice(0, 2), columns, { kind: 'bar', x: 1, y: 2, series: null });
  expect(data.labels).toEqual(['b', 'a']);
  expect(data.points.map(({ x, values }) => [x, values[0]])).toEqual([
    [0, 5],
    [1, 10],
  ]);
});

it('many points are thinned out, and it says how', () => {
  const many = Array.from({ length: 5_000 }, (_, index) => [index, index]);
  const data = chartData(
    many,
    [
      { name: 'a', type: 'UInt64' },
      { name: 'b', type: 'UInt64' },
    ],
    { kind: 'line', x: 0, y: 1, series: null },
  );
  expect([data.points.length, data.every]).toEqual([1_000, 5]);
});

it('a scatter has a point for each row', () => {
  const data = chartData(
    [
      [1, 1],
      [1, 2],
      [1, 3],
    ],
    [
      { name: 'a', type: 'UInt8' },
      { name: 'b', type: 'UInt8' },
    ],
    { kind: 'scatter', x: 0, y: 1, series: null },
  );
  expect(data.points.map(({ values }) => values[0])).toEqual([1, 2, 3]);
});

it('more series than colours are not drawn, and it says so', () => {
  const many = Array.from({ length: 20 }, (_, index) => [index, `s${index}`, index]);
  const data = chartData(
    many,
    [
      { name: 'a', type: 'UInt8' },
      { name: 's', type: 'String' },
      { name: 'b', type: 'UInt8' },
    ],
    { kind: 'line', x: 0, y: 2, series: 1 },
  );
  expect([data.series.length, data.cutSeries]).toEqual([8, true]);
});
