import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Writes a model file that llama.cpp loads and that says meaningless words until it has said enough; see tools/. */
export async function writeTinyModel(path: string, ...options: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, ['tools/tiny-gguf.mjs', path, ...options]);
}
