import { copyFile, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import type { DatabaseFiles } from './config.ts';
import { errorCode } from './file-errors.ts';
import type { Degradation } from './health.ts';

/**
 * Copies of the table definitions, kept because a disk that is full at the wrong moment leaves ClickHouse with an
 * empty definition file, and one such file keeps it from opening any table at all. Definitions are small (a few KB)
 * and change only with the schema.
 */
export async function copyDefinitions(files: DatabaseFiles): Promise<number> {
  let copied = 0;
  for (const file of await definitionFiles(files.data)) {
    const content = await readFile(join(files.data, file));
    if (content.length === 0) continue;
    const copy = join(files.definitionCopies, file);
    const kept = await readFile(copy).catch(() => undefined);
    if (kept?.equals(content) === true) continue;
    await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
    await writeFile(`${copy}.tmp`, content, { mode: 0o600 });
    await rename(`${copy}.tmp`, copy);
    copied += 1;
  }
  return copied;
}

/**
 * Puts the copy of a damaged definition in its place, or sets the file aside when there is none; no row is touched
 * either way. `named` is the file as ClickHouse names it. Undefined when it is not ours to repair: outside of the data
 * folder, or gone.
 */
export async function repairDefinition(files: DatabaseFiles, named: string): Promise<Degradation | undefined> {
  const path = isAbsolute(named) ? named : join(files.data, named);
  const file = relative(files.data, path);
  if (file.startsWith('..') || isAbsolute(file)) return undefined;
  // What was there is kept: it may be more than nothing.
  const keptAs = join(files.definitionCopies, 'damaged', `${file.replace(/\//g, '_')}.${Date.now()}`);
  await mkdir(dirname(keptAs), { recursive: true, mode: 0o700 });
  const moved = await rename(path, keptAs).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );
  if (!moved) return undefined;
  const copy = join(files.definitionCopies, file);
  const restored = await copyFile(copy, path).then(
    () => true,
    () => false,
  );
  if (restored) return { kind: 'definition-restored', file };
  return { kind: 'definition-set-aside', file, keptAs };
}

/** All definition files, relative to the data folder: those of the databases, and in the store those of tables. */
async function definitionFiles(data: string): Promise<string[]> {
  const databases = await sqlFiles(data, 'metadata');
  const found = [...databases];
  for (const file of databases) {
    const definition = await readFile(join(data, file), 'utf8');
    const uuid = /UUID '([0-9a-f-]{36})'/.exec(definition)?.[1];
    if (uuid !== undefined) found.push(...(await sqlFiles(data, join('store', uuid.slice(0, 3), uuid))));
  }
  return found;
}

async function sqlFiles(data: string, folder: string): Promise<string[]> {
  const names = await readdir(join(data, folder)).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.sql')).map((name) => join(folder, name));
}
