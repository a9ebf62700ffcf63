import { expect, it } from 'vitest';
import { readDownload } from './download-draft.ts';

const sum = 'a'.repeat(64);

it('names the host that would be asked, and is whole with a checksum', () => {
  const url = 'https://models.example.com/small.gguf';
  expect(readDownload(url, sum)).toEqual({
    host: 'models.example.com',
    urlProblem: null,
    sumProblem: null,
    isWhole: true,
  });
  expect(readDownload(url, '').isWhole).toBe(false);
  expect(readDownload(url, 'abc').sumProblem).toContain('64');
  expect(readDownload(url, 'abc').isWhole).toBe(false);
});

it('takes no address that is not encrypted on its way, and finds nothing wrong with an empty one', () => {
  expect(readDownload('http://models.example.com/small.gguf', sum)).toMatchObject({ host: null, isWhole: false });
  expect(readDownload('small.gguf', sum).urlProblem).toContain('https://');
  expect(readDownload('', '')).toEqual({ host: null, urlProblem: null, sumProblem: null, isWhole: false });
});
