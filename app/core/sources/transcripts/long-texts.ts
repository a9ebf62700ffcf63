import { Breath } from '../agents/breath.ts';

const quote = 0x22;
const backslash = 0x5c;

/** Bytes that a text had before `shortenLongTexts`. */
export function wholeBytes(text: string): number {
  let bytes = Buffer.byteLength(text);
  for (const { 0: mark, 1: cut = '0' } of text.matchAll(cutMark)) bytes += Number(cut) - Buffer.byteLength(mark);
  return bytes;
}

const cutMark = /\u2026\u27e8(\d{1,10}) bytes cut\u27e9/g;

/**
 * A line of JSON whose texts are cut where they are longer than `keepBytes`, so that parsing what remains is quick:
 * pictures and whole files stand in such lines as one text. What is cut leaves its size behind.
 */
export async function shortenLongTexts(line: Buffer, keepBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  const breath = new Breath();
  let kept = 0;
  for (let start = line.indexOf(quote); start >= 0;) {
    const end = await endOfText(line, start + 1, breath);
    if (end < 0) break;
    if (end - start - 1 > keepBytes) {
      const cutAt = placeToCut(line, start + 1, start + 1 + keepBytes);
      parts.push(line.subarray(kept, cutAt), Buffer.from(`\u2026\u27e8${end - cutAt} bytes cut\u27e9`));
      kept = end;
    }
    start = line.indexOf(quote, end + 1);
    if (breath.due()) await breath.take();
  }
  return parts.length === 0 ? line : Buffer.concat([...parts, line.subarray(kept)]);
}

/** Place of the quote that ends a text, -1 when there is none. */
async function endOfText(line: Buffer, from: number, breath: Breath): Promise<number> {
  for (let at = line.indexOf(quote, from); at >= 0; at = line.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (line[at - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return at;
    if (breath.due()) await breath.take();
  }
  return -1;
}

/** At or before `wanted`, where neither a character nor an escape is torn apart. */
function placeToCut(line: Buffer, from: number, wanted: number): number {
  let at = wanted;
  while (at > from && ((line[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  // An escape is at most \uXXXX: going behind the last backslash before it ends no escape in its middle.
  for (let back = at - 1; back >= Math.max(from, at - 6); back -= 1) {
    if (line[back] !== backslash) continue;
    let slashes = 1;
    while (back - slashes >= from && line[back - slashes] === backslash) slashes += 1;
    return back - slashes + 1;
  }
  return at;
}
