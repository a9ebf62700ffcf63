import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { databaseFiles, fillTemplate, writeConfig } from './config.ts';
import { loadUsers } from './users.ts';

it('fills a template, and knows when it and the code no longer fit', () => {
  expect(fillTemplate('<a>{{x}}</a>{{y}}', { x: '1', y: '$&' })).toBe('<a>1</a>$&');
  expect(() => fillTemplate('{{x}} {{z}}', { x: '1' })).toThrow('asks for z');
  expect(() => fillTemplate('{{x}}', { x: '1', y: '2' })).toThrow('no place for y');
});

it('writes what only this account can read, without a password in clear, for any name of the data directory', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'hivebar & <data> '));
  const files = databaseFiles(dataDir);
  const passwords = join(dataDir, 'passwords.json');
  const users = await loadUsers(passwords);
  const engine = { kind: 'libchdb', inProcess: true, hostArguments: () => [] } as const;
  const options = {
    resourcesDir: 'resources',
    files,
    users,
    engine,
    maxServerMemoryBytes: 1e9,
    backupsDir: join(dataDir, 'b'),
  };
  await writeConfig({ ...options, ports: { httpPort: 1111, tcpPort: 2222 } });
  for (const file of [files.config, files.usersConfig, files.startSql, passwords]) {
    expect((await stat(file)).mode & 0o777, file).toBe(0o600);
  }
  expect((await stat(files.home)).mode & 0o777).toBe(0o700);
  const config = await readFile(files.config, 'utf8');
  expect(config).toContain(
    `<path>${files.data.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}/</path>`,
  );
  const written = config + (await readFile(files.usersConfig, 'utf8'));
  for (const { password } of Object.values(users)) {
    expect(password).toMatch(/^[\w-]{32}$/);
    expect(written).not.toContain(password);
  }
  const system = await readFile(join(files.data, 'metadata/system.sql'), 'utf8');
  await writeConfig({ ...options, ports: { httpPort: 1111, tcpPort: 2222 } });
  expect(await readFile(join(files.data, 'metadata/system.sql'), 'utf8')).toBe(system);
  expect(await loadUsers(passwords)).toEqual(users);
  await rm(dataDir, { recursive: true });
});
