import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readMigrations, statementsOf } from './migration-files.ts';
import { testRetention } from './testing.ts';

it('finds every migration as schema/hashes.json knows it: a released file is never edited', async () => {
  const known: unknown = JSON.parse(await readFile('schema/hashes.json', 'utf8'));
  const found: Record<string, string> = {};
  for (const { file, sha256 } of await readMigrations('schema')) found[file] = sha256;
  const advice =
    'Restore a released file and put the change into a new one; add new files, with the hash shown here, to schema/hashes.json.';
  expect(found, advice).toEqual(known);
});

it('finds in every migration only statements that may run twice', async () => {
  const twice = /\bIF (?:NOT )?EXISTS\b|\bMODIFY\b|^(?:--[^\n]*\n)*\s*INSERT\b/i;
  for (const migration of await readMigrations('schema')) {
    for (const statement of statementsOf(migration, testRetention)) {
      expect(statement, migration.file).toMatch(twice);
    }
  }
});
