import { describe, expect, it } from 'vitest';
import { DocumentCutter } from './document-cutter.ts';
import { LineCutter } from './line-cutter.ts';

/** Every way to give bytes in pieces of one size. */
function inPieces(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

describe('the lines of a file', () => {
  it('are the same in pieces of any size, with their numbers and places', () => {
    const bytes = Buffer.from('one\n\ntwo ü\nrest');
    for (let size = 1; size <= bytes.length; size += 1) {
      const cutter = new LineCutter();
      const lines = inPieces(bytes, size).flatMap((piece) =>
        [...cutter.cut(piece)].map((line) => [line.number, line.startOffset, String(line.bytes)]),
      );
      expect(lines).toEqual([
        [1, 0, 'one'],
        [2, 4, ''],
        [3, 5, 'two ü'],
      ]);
      expect(cutter.lineStart).toBe(12);
      expect(String(cutter.rest()?.bytes)).toBe('rest');
      expect(cutter.rest()).toBeUndefined();
    }
  });

  it('are told of without their bytes when they are too long, and the next is whole again', () => {
    const cutter = new LineCutter(4);
    const lines = inPieces(Buffer.from('12345\n1234\n'), 3).flatMap((piece) => [...cutter.cut(piece)]);
    expect(lines.map(({ number, bytes }) => [number, bytes?.toString()])).toEqual([
      [1, undefined],
      [2, '1234'],
    ]);
  });
});

describe('a session that is one document', () => {
  const document = {
    sessionId: 's',
    tags: ['a', ['b']],
    messages: [
      { id: 1, text: '}]{"\\' },
      { id: 2, of: [{}] },
    ],
    z: 1,
  };

  it('is cut into its head and its messages, in pieces of any size', () => {
    const bytes = Buffer.from(JSON.stringify(document, undefined, 2));
    for (let size = 1; size <= bytes.length; size += 1) {
      const cutter = new DocumentCutter();
      const lines = inPieces(bytes, size).flatMap((piece) =>
        [...cutter.cut(piece)].map(({ bytes: line }) => String(line)),
      );
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
        { sessionId: 's', tags: ['a', ['b']] },
        ...document.messages,
      ]);
      expect(cutter.rest()).toBeUndefined();
    }
  });

  it('is broken when it does not end', () => {
    const cutter = new DocumentCutter();
    expect([...cutter.cut(Buffer.from('{"sessionId":"s","messages":[{"id":'))]).toHaveLength(1);
    expect(cutter.rest()).toBeDefined();
  });
});
