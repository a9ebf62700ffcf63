import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type Result, ok } from '../../contract/result.ts';
import { type Failure, misused } from '../failure.ts';

/** What is pushed: a file or standard input, read piece by piece. */
export interface Input {
  readonly chunks: AsyncIterable<Buffer>;
  /** Where it is known beforehand. */
  readonly totalBytes: number | undefined;
  bytesRead(): number;
  /** Ends the chunks after the one that is being used. */
  breakOff(): void;
  isBrokenOff(): boolean;
}

/** Opens the file, or standard input for `-` and for no name. */
export async function openInput(
  file: string | undefined,
  standardInput: NodeJS.ReadStream,
): Promise<Result<Input, Failure>> {
  if (file === undefined && standardInput.isTTY) {
    return misused('push needs rows: name a FILE, or send them through standard input.');
  }
  if (file === undefined || file === '-') return ok(counted(standardInput, undefined));
  const facts = await stat(file).catch((error: unknown) => String((error as NodeJS.ErrnoException).code));
  if (typeof facts === 'string') return misused(`${file} cannot be read (${facts}).`);
  if (facts.isDirectory()) return misused(`${file} is a folder; push takes one file of JSON lines.`);
  return ok(counted(createReadStream(file, { highWaterMark: 1 << 18 }), facts.isFile() ? facts.size : undefined));
}

function counted(source: Readable, totalBytes: number | undefined): Input {
  let bytes = 0;
  let brokenOff = false;
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      // Breaking off destroys the source, which tells its reader so.
      if (!brokenOff) throw error;
    }
  }
  return {
    chunks: chunks(),
    totalBytes,
    bytesRead: () => bytes,
    breakOff: () => {
      brokenOff = true;
      source.destroy();
    },
    isBrokenOff: () => brokenOff,
  };
}
