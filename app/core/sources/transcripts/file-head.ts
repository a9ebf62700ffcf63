import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const mostBytes = 1_024;

export interface FileHead {
  readonly headBytes: number;
  readonly headHash: string;
}

/** Tells a file that grew from another one at its place: its first bytes, at most `bytes` of them, as a hash. */
export async function readHead(path: string, bytes = mostBytes): Promise<FileHead> {
  const file = await open(path, 'r');
  try {
    const wanted = Math.min(bytes, mostBytes);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(wanted), 0, wanted, 0);
    const headHash = createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('base64url').slice(0, 22);
    return { headBytes: bytesRead, headHash };
  } finally {
    await file.close();
  }
}
