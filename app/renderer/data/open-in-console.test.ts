import { expect, it } from 'vitest';
import { onOpenInConsole, openInConsole, takePendingQueries } from './open-in-console.ts';

it('a query waits until the console takes it, once', () => {
  let told = 0;
  const stop = onOpenInConsole(() => (told += 1));
  const query = { title: 'Errors', sql: 'SELECT {n:UInt8}', params: { n: '1' } };
  openInConsole(query);
  void stop();
  openInConsole({ ...query, title: 'More' });
  expect(told).toBe(1);
  expect(takePendingQueries().map(({ title }) => title)).toEqual(['Errors', 'More']);
  expect(takePendingQueries()).toEqual([]);
});
