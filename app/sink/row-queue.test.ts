import { expect, it } from 'vitest';
import { RowQueue, batchCharactersLimit } from './row-queue.ts';

it('gives the oldest rows first, and the same ones until they are removed', () => {
  const queue = new RowQueue(10);
  for (const row of ['1', '2', '3']) queue.add(row);
  expect(queue.batch()).toEqual({ json: '[1,2,3]', rows: 3 });
  queue.add('4');
  queue.remove(2);
  expect(queue.batch()).toEqual({ json: '[3,4]', rows: 2 });
  expect(queue.length).toBe(2);
});

it('refuses the new row when it is full, and takes one again when there is room', () => {
  const queue = new RowQueue(2);
  expect([queue.add('1'), queue.add('2'), queue.add('3')]).toEqual([true, true, false]);
  queue.remove(1);
  expect(queue.add('4')).toBe(true);
  expect(queue.batch().json).toBe('[2,4]');
});

it('keeps a batch within the characters and the rows that the socket takes', () => {
  const queue = new RowQueue(5_000);
  const half = `"${'x'.repeat(batchCharactersLimit / 2)}"`;
  queue.add(half);
  queue.add(half);
  expect(queue.batch().rows).toBe(1);
  queue.remove(2);
  for (let row = 0; row < 2_500; row += 1) queue.add('0');
  expect(queue.batch().rows).toBe(1_000);
});

it('holds so many characters and no more, whatever the number of rows', () => {
  const queue = new RowQueue(1_000_000);
  const long = 'x'.repeat(batchCharactersLimit);
  let taken = 0;
  while (queue.add(long)) taken += 1;
  expect(taken).toBe(32);
  expect(queue.add(`${long}x`)).toBe(false);
  queue.remove(taken);
  expect(queue.add(long)).toBe(true);
});
