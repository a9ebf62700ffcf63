import { type FileHandle, open, rm } from 'node:fs/promises';
import type { MemoryBudget } from './memory-budget.ts';

const blockBytes = 1 << 20;

/** A sealed piece of the stored bytes: in memory, or at a place in the file. */
type Block = { readonly kind: 'memory'; readonly bytes: Buffer } | { readonly kind: 'file'; readonly at: number };

/**
 * The rows of one answer as the lines they came in, with an index of where each ends: a row is parsed when it is asked
 * for, and never before. Lines lie in blocks of one size, as one run of bytes; a block stays in memory while the
 * budget that all answers share allows it, and goes to a private file of this answer otherwise.
 *
 * One writer: `append` must have settled before it is called again. Reads may run beside it.
 */
export class RowStore {
  private readonly path: string;
  private readonly budget: MemoryBudget;
  private readonly blocks: Block[] = [];
  private current = Buffer.allocUnsafe(blockBytes);
  private filled = 0;
  private ends = new Uint32Array(1024);
  private count = 0;
  private file: FileHandle | undefined;
  private fileBytes = 0;
  private closed = false;

  constructor({ path, budget }: { readonly path: string; readonly budget: MemoryBudget }) {
    this.path = path;
    this.budget = budget;
  }

  get rows(): number {
    return this.count;
  }

  get bytes(): number {
    return this.blocks.length * blockBytes + this.filled;
  }

  /** Adds whole lines, each with its line feed; `lengths` are theirs. Rejects when the file cannot be written. */
  async append(lines: Buffer, lengths: readonly number[]): Promise<void> {
    for (let from = 0; from < lines.length;) {
      const copied = lines.copy(this.current, this.filled, from);
      this.filled += copied;
      from += copied;
      if (this.filled === blockBytes) await this.seal();
    }
    // Rows count once their bytes are in place.
    if (this.count + lengths.length > this.ends.length) {
      const larger = new Uint32Array(Math.max(this.ends.length * 2, this.count + lengths.length));
      larger.set(this.ends);
      this.ends = larger;
    }
    let end = this.endOf(this.count);
    for (const length of lengths) {
      end += length;
      this.ends[this.count] = end;
      this.count += 1;
    }
  }

  /** The lines of some rows. Fewer than asked for at the end, or when they are longer than `maxBytes`: at least one. */
  async read(from: number, count: number, maxBytes: number): Promise<string[]> {
    const first = Math.min(from, this.count);
    const start = this.endOf(first);
    let last = Math.min(first + count, this.count);
    while (last > first + 1 && this.endOf(last) - start > maxBytes) last = first + Math.ceil((last - first) / 2);
    if (last === first) return [];
    const lines = (await this.bytesBetween(start, this.endOf(last))).toString('utf8').split('\n');
    lines.pop();
    return lines;
  }

  /** Forgets everything and removes the file. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (const block of this.blocks) if (block.kind === 'memory') this.budget.give(blockBytes);
    this.blocks.length = 0;
    this.filled = 0;
    this.count = 0;
    this.current = Buffer.alloc(0);
    this.ends = new Uint32Array(0);
    await this.file?.close();
    await rm(this.path, { force: true });
  }

  /** Where the row before `row` ends. */
  private endOf(row: number): number {
    return row === 0 ? 0 : (this.ends[row - 1] ?? 0);
  }

  private async seal(): Promise<void> {
    const full = this.current;
    if (this.budget.take(blockBytes)) {
      this.blocks.push({ kind: 'memory', bytes: full });
      this.current = Buffer.allocUnsafe(blockBytes);
    } else {
      this.file ??= await open(this.path, 'wx+', 0o600);
      await writeAll(this.file, full, this.fileBytes);
      // A reader finds the block as the current one until here, and in the file from here on.
      this.blocks.push({ kind: 'file', at: this.fileBytes });
      this.fileBytes += blockBytes;
      this.current = Buffer.allocUnsafe(blockBytes);
    }
    this.filled = 0;
  }

  private async bytesBetween(start: number, end: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(end - start);
    for (let at = start; at < end;) {
      const offset = at % blockBytes;
      const length = Math.min(blockBytes - offset, end - at);
      const block = this.blocks[Math.floor(at / blockBytes)];
      const into = at - start;
      if (block === undefined) this.current.copy(bytes, into, offset, offset + length);
      else if (block.kind === 'memory') block.bytes.copy(bytes, into, offset, offset + length);
      else await this.file?.read(bytes, into, length, block.at + offset);
      at += length;
    }
    return bytes;
  }
}

/** `write` may write less than it is given. */
async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, at + written);
    written += bytesWritten;
  }
}
