import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from './database.ts';
import { type TestDatabase, startTestDatabase } from './testing.ts';

describe('a running database', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await startTestDatabase();
  });
  afterAll(() => test.stop());

  it('is ready and names its version', () => {
    expect(test.database.health()).toEqual({ state: 'ready', engineVersion: expect.stringMatching(/^26\./) });
  });

  it('tells other programs of this account where it is, and nobody else', async () => {
    const path = join(test.paths.dataDir, 'runtime.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const runtime: unknown = JSON.parse(await readFile(path, 'utf8'));
    expect(runtime).toMatchObject({ version: 1, pid: process.pid, dataDir: test.paths.dataDir, engine: 'libchdb' });
    const connected = await connectDatabase(test.paths.dataDir);
    if (!connected.ok) throw new Error(connected.error.kind);
    const answer = await connected.value.reader.query({ query: 'SELECT 1 AS one', format: 'JSONEachRow' });
    expect(await answer.json()).toEqual([{ one: 1 }]);
    await connected.value.close();
  });
});
