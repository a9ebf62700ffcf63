import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Packaged, what recognises text lies beside the archive, since threads and WebAssembly are loaded by path; before, in the build. */
export function recognitionThreadFile(resourcesDir: string): string {
  const packaged = join(resourcesDir, 'ocr', 'recognition-thread.cjs');
  return existsSync(packaged) ? packaged : join(resourcesDir, '..', 'dist', 'ocr', 'recognition-thread.cjs');
}
