import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** The names that a linker sees in the library. */
async function exportedNames(): Promise<readonly string[]> {
  const mac = process.platform === 'darwin';
  const library = mac ? 'native/build/libseqch.1.dylib' : 'native/build/libseqch.so.1';
  const { stdout } = await promisify(execFile)('nm', [...(mac ? ['-gU'] : ['-D', '--defined-only']), library]);
  const names = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ').at(-1) ?? '');
  return names.map((name) => (mac ? name.replace(/^_/, '') : name)).toSorted();
}

it('libseqch exports the functions of its header and nothing else', async () => {
  const header = await readFile('native/include/seqch.h', 'utf8');
  const declared = [...header.matchAll(/^SEQ_CH_API [^(]*?\b(seq_ch_\w+)\(/gm)].map((match) => match[1] ?? '');
  expect(declared.length).toBeGreaterThan(15);
  expect(await exportedNames()).toEqual(declared.toSorted());
});
