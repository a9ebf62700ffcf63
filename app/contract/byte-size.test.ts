import { expect, it } from 'vitest';
import { byteSize } from './byte-size.ts';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [15_640, '15.6 kB'],
  [99_960, '100 kB'],
  [999_600, '1 MB'],
  [3_140_000, '3.1 MB'],
  [120_400_000_000, '120 GB'],
  [2e16, '20000 TB'],
])('%d bytes read %s', (bytes, text) => expect(byteSize(bytes)).toBe(text));
