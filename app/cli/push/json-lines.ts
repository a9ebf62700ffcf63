import { isUtf8 } from 'node:buffer';
import type { Result } from '../../contract/result.ts';
import { fail, ok } from '../../contract/result.ts';

/** One line of the input that holds something. Lines count from 1; blank ones count and are left out. */
export interface Line {
  readonly number: number;
  /** The text, or why the line cannot be read. */
  readonly text: Result<string, string>;
}

/** The longest line that is taken: the longest value that the writer takes, and room for the rest of its row. */
export const maxLineBytes = 32 * 1024 * 1024;

const newline = 0x0a;
const byteOrderMark = '\ufeff';

export interface LineOptions {
  readonly limitBytes?: number;
  /** Whether the chunks ended before the input did: what is then left over is half a line and no mistake in it. */
  readonly endsEarly?: () => boolean;
}

/**
 * Cuts chunks into lines, all those that a chunk completes at once. Holds at most one line of `limitBytes`:
 * of a longer one the rest is read over, and the lines after it are found again.
 */
export async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  { limitBytes = maxLineBytes, endsEarly = () => false }: LineOptions = {},
): AsyncGenerator<readonly Line[], void, void> {
  const held: Buffer[] = [];
  let heldBytes = 0;
  let number = 0;

  function take(end: Buffer, lines: Line[]): void {
    number += 1;
    const length = heldBytes + end.length;
    const whole = held.length === 0 ? end : Buffer.concat([...held, end]);
    held.length = 0;
    heldBytes = 0;
    if (length > limitBytes) {
      lines.push({ number, text: fail(`the line is ${length} bytes long, ${limitBytes} are the most`) });
      return;
    }
    if (!isUtf8(whole)) {
      lines.push({ number, text: fail('the line is not valid UTF-8') });
      return;
    }
    const text = whole.toString('utf8');
    const content = number === 1 && text.startsWith(byteOrderMark) ? text.slice(1) : text;
    if (content.trim() !== '') lines.push({ number, text: ok(content) });
  }

  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      take(chunk.subarray(from, at), lines);
      from = at + 1;
    }
    const rest = chunk.subarray(from);
    heldBytes += rest.length;
    if (heldBytes > limitBytes) held.length = 0;
    else if (rest.length > 0) held.push(Buffer.from(rest));
    if (lines.length > 0) yield lines;
  }
  if (heldBytes > 0 && !endsEarly()) {
    const lines: Line[] = [];
    take(Buffer.alloc(0), lines);
    if (lines.length > 0) yield lines;
  }
}
