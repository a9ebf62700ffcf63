import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { errorCode } from '../../database/file-errors.ts';

/** The first four bytes of every model file. */
export const ggufMagic = Buffer.from('GGUF');

/** A model file as it lies there: another version means other content. */
export interface GgufFile {
  readonly sizeBytes: number;
  readonly version: string;
}

/** Looks whether a model file is there and begins like one. The error is a sentence. */
export async function inspectGguf(path: string): Promise<Result<GgufFile, string>> {
  const name = basename(path);
  const file = await open(path, 'r').catch((error: unknown) => errorCode(error) ?? 'unknown');
  if (typeof file === 'string') {
    return fail(file === 'ENOENT' ? `${path} is not there.` : `${path} cannot be read (${file}).`);
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return fail(`${path} is no file.`);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(ggufMagic.length), 0, ggufMagic.length, 0);
    if (bytesRead < ggufMagic.length || !buffer.equals(ggufMagic)) return fail(`${name} is no GGUF model file.`);
    return ok({ sizeBytes: stat.size, version: `${stat.size} ${stat.mtimeMs} ${stat.ino}` });
  } finally {
    await file.close();
  }
}
