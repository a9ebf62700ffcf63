import { randomUUID } from 'node:crypto';
import { access, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabasePorts } from './ports.ts';
import { writePrivateFile } from '../private-file.ts';
import type { LocalEngine } from './local-engine.ts';
import { type OwnUsers, bareUsersXml, userTemplateValues } from './users.ts';

/** Where the database's files lie inside the data directory. */
export interface DatabaseFiles {
  /** Everything of the database; mode 0700. */
  readonly home: string;
  readonly data: string;
  readonly logs: string;
  readonly backups: string;
  /** Copies of the table definitions, see definition-copies.ts. */
  readonly definitionCopies: string;
  readonly config: string;
  readonly usersConfig: string;
  readonly startSql: string;
  readonly passwords: string;
  /** What the ClickHouse process prints; where a failed start explains itself. */
  readonly hostLog: string;
  readonly serverLog: string;
}

export function databaseFiles(dataDir: string): DatabaseFiles {
  const home = join(dataDir, 'clickhouse');
  const logs = join(home, 'logs');
  return {
    home,
    data: join(home, 'data'),
    logs,
    backups: join(dataDir, 'backups'),
    definitionCopies: join(home, 'definition-copies'),
    config: join(home, 'config.xml'),
    usersConfig: join(home, 'users.xml'),
    startSql: join(home, 'start.sql'),
    passwords: join(home, 'passwords.json'),
    hostLog: join(logs, 'process.log'),
    serverLog: join(logs, 'clickhouse.log'),
  };
}

/** Where backups go: `folder` of the settings, or a place in the data directory. */
export function backupFolder(dataDir: string, folder: string | undefined): string {
  return folder?.replace(/(?<=.)\/+$/, '') ?? databaseFiles(dataDir).backups;
}

export interface ConfigOptions {
  readonly resourcesDir: string;
  readonly files: DatabaseFiles;
  readonly ports: DatabasePorts;
  readonly users: OwnUsers;
  readonly maxServerMemoryBytes: number;
  readonly engine: LocalEngine;
  /** The one folder that ClickHouse may write backups to. It need not exist: it may be on a disk that is away now. */
  readonly backupsDir: string;
}

/** Writes everything that ClickHouse reads at its start. */
export async function writeConfig(options: ConfigOptions): Promise<void> {
  const { files, ports, engine } = options;
  for (const folder of [files.home, files.logs, join(files.data, 'metadata')]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  await chmod(files.home, 0o700);
  const values = {
    logs_dir: files.logs,
    data_dir: files.data,
    backups_dir: options.backupsDir,
    users_file: files.usersConfig,
    http_port: String(ports.httpPort),
    tcp_port: String(ports.tcpPort),
    max_server_memory_bytes: String(options.maxServerMemoryBytes),
  };
  const template = (name: string) => readFile(join(options.resourcesDir, 'clickhouse', name), 'utf8');
  await writePrivateFile(files.config, fillTemplate(await template('config.xml'), mapValues(values, escapeXml)));
  const users = userTemplateValues(options.users, {
    maxServerMemoryBytes: options.maxServerMemoryBytes,
    inProcessDefault: engine.inProcess,
  });
  const usersXml =
    engine.bareUsers === true ? bareUsersXml(options.users) : fillTemplate(await template('users.xml'), users);
  await writePrivateFile(files.usersConfig, usersXml);
  await writePrivateFile(files.startSql, await template('start.sql'));
  if (engine.inProcess) await keepSystemOnDisk(files);
}

/**
 * Puts the values in place of `{{words}}`. Every word must have a value and every value a word, so that template
 * and code cannot drift apart.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  const unused = new Set(Object.keys(values));
  const filled = template.replace(/\{\{(\w+)\}\}/g, (_, word: string) => {
    const value = values[word];
    if (value === undefined) throw new Error(`The template asks for ${word}, which has no value`);
    unused.delete(word);
    return value;
  });
  if (unused.size > 0) throw new Error(`The template has no place for ${[...unused].join(', ')}`);
  return filled;
}

/**
 * Without this file libchdb keeps its `system` database in memory; the second start then finds the folders of the
 * query log without knowing the table, and the log is dead from there on.
 */
async function keepSystemOnDisk(files: DatabaseFiles): Promise<void> {
  const file = join(files.data, 'metadata', 'system.sql');
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (!exists) await writeFile(file, `ATTACH DATABASE _ UUID '${randomUUID()}'\nENGINE = Atomic\n`, { flag: 'wx' });
}

function mapValues(values: Readonly<Record<string, string>>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
