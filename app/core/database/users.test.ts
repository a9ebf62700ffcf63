import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadUsers } from './users.ts';

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hivebar-users-'));
  file = join(dir, 'passwords.json');
});
afterEach(() => rm(dir, { recursive: true }));

describe('the users of a data directory', () => {
  it('are made once and kept', async () => {
    const users = await loadUsers(file);
    expect(users.consoleWriter.name).toBe('console_writer');
    expect(new Set(Object.values(users).map(({ password }) => password as string)).size).toBe(5);
    expect(await loadUsers(file)).toEqual(users);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('of an older installation keep their passwords and get the one that is new', async () => {
    const { admin, writer, reader, mcp } = await loadUsers(file);
    await writeFile(file, JSON.stringify({ admin, writer, reader, mcp }));
    const users = await loadUsers(file);
    expect(users).toMatchObject({ admin, writer, reader, mcp });
    expect(users.consoleWriter.password).not.toBe('');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(users);
    expect(await loadUsers(file)).toEqual(users);
  });
});
