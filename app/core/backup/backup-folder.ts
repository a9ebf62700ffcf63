import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Backup, backupName } from '../../contract/backup.ts';
import { errorCode } from '../database/file-errors.ts';
import { writePrivateFile } from '../private-file.ts';

/**
 * A backup is a folder that ClickHouse writes, and a file of the same name and `.json` that Hivebar writes once
 * ClickHouse is done: without it the backup is unfinished, whatever lies in its folder.
 */
const manifest = v.object({
  version: v.literal(1),
  kind: v.picklist(['full', 'changes']),
  base: v.nullable(backupName),
  /** When the copying began, epoch milliseconds. */
  atMs: v.number(),
  bytes: v.number(),
  /** The ClickHouse databases in it. */
  databases: v.array(v.pipe(v.string(), v.regex(/^\w+$/))),
});
export type Manifest = v.InferOutput<typeof manifest>;

/** A backup with what restoring it needs. */
export interface StoredBackup extends Backup {
  readonly databases: readonly string[];
}

/** `2026-11-28T17-30-05Z-full`: sorted by name they are sorted by time, and every file system takes them. */
export function backupNameAt(atMs: number, kind: Backup['kind']): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace(/:/g, '-')}Z-${kind}`;
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** All backups in the folder, newest first; none when there is no folder yet. */
export async function listBackups(folder: string): Promise<StoredBackup[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  const names = entries.filter((entry) => entry.isDirectory() && v.is(backupName, entry.name)).map(({ name }) => name);
  const found = await Promise.all(names.map(async (name) => ({ name, stored: await readManifest(folder, name) })));
  const complete = new Set(found.filter(({ stored }) => stored !== undefined).map(({ name }) => name));
  return found
    .map(({ name, stored }): StoredBackup => {
      if (stored === undefined) return { ...unfinished, name, kind: kindOf(name), atMs: atMsOf(name) };
      const { kind, base, atMs, bytes, databases } = stored;
      const state = base !== null && !complete.has(base) ? 'baseless' : 'complete';
      return { name, kind, base, atMs, bytes, databases, state };
    })
    .sort((a, b) => b.atMs - a.atMs || b.name.localeCompare(a.name));
}

const unfinished = { base: null, bytes: 0, databases: [], state: 'unfinished' } as const;

export async function writeManifest(folder: string, name: string, content: Omit<Manifest, 'version'>): Promise<void> {
  await writePrivateFile(manifestPath(folder, name), `${JSON.stringify({ version: 1, ...content })}\n`);
}

/** Removes backups from the disk. The manifest goes first: what is left after a crash counts as unfinished. */
export async function removeBackups(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await rm(manifestPath(folder, name), { force: true });
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** The backup with everything that cannot be restored without it. */
export function chainOf(backups: readonly Backup[], name: string): string[] {
  return backups
    .filter((candidate) => candidate.name === name || candidate.base === name)
    .map(({ name: each }) => each);
}

/** What goes so that `keepFull` full backups stay, each with what needs it. Unfinished ones are of no use to anybody. */
export function superfluous(backups: readonly Backup[], keepFull: number): string[] {
  const kept = backups.filter(({ kind, state }) => kind === 'full' && state === 'complete').slice(0, keepFull);
  const names = new Set(kept.map(({ name }) => name));
  return backups.filter(({ name, base }) => !names.has(base ?? name)).map(({ name }) => name);
}

async function readManifest(folder: string, name: string): Promise<Manifest | undefined> {
  const text = await readFile(manifestPath(folder, name), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), manifest), text);
  return parsed.success ? parsed.output : undefined;
}

function manifestPath(folder: string, name: string): string {
  return join(folder, `${name}.json`);
}

function kindOf(name: string): Backup['kind'] {
  return name.endsWith('-full') ? 'full' : 'changes';
}

function atMsOf(name: string): number {
  const [day = '', time = ''] = name.split('T');
  return Date.parse(`${day}T${time.slice(0, 8).replace(/-/g, ':')}Z`);
}
