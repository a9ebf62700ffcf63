import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const module = 'native/swift/Sources/CSeqch/module.modulemap';

// Swift reads C through clang, so what clang makes of the module is what Swift sees.
it('clang takes seqch.h as the module of the Swift package, with every name that the package uses', async () => {
  const swift = await readFile('native/swift/Sources/Seqch/Writer.swift', 'utf8');
  const used = [...new Set(swift.match(/\b(?:seq_ch|SEQ_CH)_\w+\b/g))].toSorted();
  expect(used).toContain('seq_ch_open_running');
  const dir = await mkdtemp(join(tmpdir(), 'seqch-module-'));
  const source = join(dir, 'uses.c');
  const uses = used.map((name) => `  sizeof(${name}),`).join('\n');
  await writeFile(source, `#pragma clang module import CSeqch\nconst unsigned long used[] = {\n${uses}\n};\n`);
  const flags = ['-fsyntax-only', '-fmodules', `-fmodules-cache-path=${dir}`, `-fmodule-map-file=${module}`];
  await promisify(execFile)('clang', [...flags, '-Inative/include', '-Werror', source]);
  await rm(dir, { recursive: true });
});
