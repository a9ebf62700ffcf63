import { type Hash, createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ggufMagic } from './gguf-file.ts';

/** A file that is on its way: what is there, its first bytes, and the digest so far. */
export class PartFile {
  readonly path: string;
  private readonly file: FileHandle;
  private hash: Hash = createHash('sha256');
  private head = Buffer.alloc(0);
  private length = 0;
  private closed = false;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.file = file;
  }

  /** Opens it, and reads what an earlier try left, for the digest. Only this account may read it. */
  static async open(path: string): Promise<PartFile> {
    const part = new PartFile(path, await open(path, 'a+', 0o600));
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) part.note(chunk);
    return part;
  }

  get bytes(): number {
    return this.length;
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.file.appendFile(chunk);
    this.note(chunk);
  }

  /** Begins anew. */
  async restart(): Promise<void> {
    await this.file.truncate(0);
    this.hash = createHash('sha256');
    this.head = Buffer.alloc(0);
    this.length = 0;
  }

  /** False once the first bytes are others than those of a model file. */
  mayBeGguf(): boolean {
    return ggufMagic.subarray(0, this.head.length).equals(this.head);
  }

  isGguf(): boolean {
    return this.head.equals(ggufMagic);
  }

  /** Of everything that was appended, hexadecimal. */
  sha256(): string {
    return this.hash.copy().digest('hex');
  }

  /** Brings it to the disk and closes it. */
  async finish(): Promise<void> {
    await this.file.sync();
    await this.close();
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.file.close();
  }

  private note(chunk: Uint8Array): void {
    this.hash.update(chunk);
    this.length += chunk.length;
    const missing = ggufMagic.length - this.head.length;
    if (missing > 0) this.head = Buffer.concat([this.head, chunk.subarray(0, missing)]);
  }
}

export async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}
