import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { type Line, linesOf } from './json-lines.ts';

async function* chunksOf(...chunks: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
}

async function read(chunks: (string | Buffer)[], limitBytes?: number): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const some of linesOf(chunksOf(...chunks), limitBytes === undefined ? {} : { limitBytes }))
    lines.push(...some);
  return lines;
}

function texts(lines: readonly Line[]): (readonly [number, string])[] {
  return lines.map(({ number, text }) => [number, text.ok ? text.value : `! ${text.error}`]);
}

describe('lines out of chunks', () => {
  it('are whole wherever the chunks were cut, within a letter too', async () => {
    const bytes = Buffer.from('{"a":"ä"}\n\n{"b":2}\r\n{"c":3}');
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(texts(await read([bytes.subarray(0, cut), bytes.subarray(cut)]))).toEqual([
        [1, '{"a":"ä"}'],
        [3, '{"b":2}\r'],
        [4, '{"c":3}'],
      ]);
    }
  });

  it('lose the byte order mark of the first line', async () => {
    expect(texts(await read(['\ufeff{}\n{}']))).toEqual([
      [1, '{}'],
      [2, '{}'],
    ]);
  });

  it('longer than the limit are refused with their length, and the next is found', async () => {
    const lines = texts(await read(['{"a":1}\nxxxx', 'xxxx', 'xxxxxx\n{"b":2}\nyyyyyyyyyyyyyyy'], 10));
    expect(lines).toEqual([
      [1, '{"a":1}'],
      [2, '! the line is 14 bytes long, 10 are the most'],
      [3, '{"b":2}'],
      [4, '! the line is 15 bytes long, 10 are the most'],
    ]);
  });

  it('that are no UTF-8 are refused instead of changed', async () => {
    expect(texts(await read([Buffer.from([0x22, 0xff, 0x22, 0x0a])]))).toEqual([[1, '! the line is not valid UTF-8']]);
  });

  it('do not include half a line when the reading was broken off', async () => {
    const lines: Line[] = [];
    for await (const some of linesOf(chunksOf('{}\n{"a'), { endsEarly: () => true })) lines.push(...some);
    expect(texts(lines)).toEqual([[1, '{}']]);
  });

  it('of nothing are none', async () => {
    expect(await read([])).toEqual([]);
    expect(await read(['\n \n'])).toEqual([]);
  });
});
