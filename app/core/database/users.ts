import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { writePrivateFile } from '../private-file.ts';

/** Who may log in to the database; the names are those in resources/clickhouse/users.xml. */
export const userNames = ['admin', 'writer', 'reader', 'mcp'] as const;
export type UserName = (typeof userNames)[number];

export const credentials = v.object({ name: v.string(), password: v.string() });
export type Credentials = v.InferOutput<typeof credentials>;

export const databaseUsers = v.object({
  admin: credentials,
  writer: credentials,
  reader: credentials,
  mcp: credentials,
});
export type DatabaseUsers = v.InferOutput<typeof databaseUsers>;

/** The databases that the writer fills and the readers read. */
export const recordedDatabases = ['seq', 'hive', 'watchllm', 'swarm', 'chimera_metrics'] as const;

/**
 * The passwords of this data directory: made at random once, kept in a file of mode 0600. A file that is
 * unreadable as ours is replaced: the passwords are nowhere else, the next start uses the new ones.
 */
export async function loadUsers(file: string): Promise<DatabaseUsers> {
  const kept = await readKept(file);
  if (kept !== undefined) return kept;
  const fresh = newUsers();
  await writePrivateFile(file, `${JSON.stringify(fresh, null, 2)}\n`);
  return fresh;
}

/** What the words in users.xml stand for. */
export function userTemplateValues(
  users: DatabaseUsers,
  options: { readonly maxServerMemoryBytes: number; readonly inProcessDefault: boolean },
): Record<string, string> {
  const readerMemory = Math.floor(options.maxServerMemoryBytes / 2);
  return {
    // libchdb logs in as `default` with an empty password; a full server has no such session and gets a password
    // that nobody knows.
    default_sha256: sha256(options.inProcessDefault ? '' : newPassword()),
    boot_sessions: '1',
    admin_sha256: sha256(users.admin.password),
    writer_sha256: sha256(users.writer.password),
    reader_sha256: sha256(users.reader.password),
    mcp_sha256: sha256(users.mcp.password),
    default_grants: grants(defaultGrants),
    admin_grants: grants([`GRANT ${adminRights.join(', ')} ON *.*`]),
    writer_grants: grants(recordedDatabases.map((name) => `GRANT INSERT, SHOW ON ${name}.*`)),
    reader_grants: grants(readerGrants),
    mcp_grants: grants(readerGrants),
    reader_memory_bytes: String(readerMemory),
    mcp_memory_bytes: String(Math.floor(readerMemory / 2)),
    reader_constraints: constraints({ maxExecutionSeconds: 600, maxResultRows: 10_000_000 }),
    mcp_constraints: constraints({ maxExecutionSeconds: 60, maxResultRows: 10_000 }),
  };
}

/** A users.xml with nothing in it that depends on the version of the server. */
export function bareUsersXml(users: DatabaseUsers): string {
  return `<clickhouse><profiles><default/></profiles><quotas><default/></quotas><users><admin>
<password_sha256_hex>${sha256(users.admin.password)}</password_sha256_hex>
<networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
</admin></users></clickhouse>
`;
}

/** What its own session needs to run start.sql. */
const defaultGrants = ['GRANT SYSTEM LISTEN ON *.*'];

/** Everything that migrations, backups and control need; no files, URLs, other servers, and no shutdown. */
const adminRights = [
  'SHOW',
  'SELECT',
  'INSERT',
  'ALTER',
  'CREATE',
  'DROP',
  'UNDROP TABLE',
  'TRUNCATE',
  'OPTIMIZE',
  'BACKUP',
  'CHECK',
  'KILL QUERY',
  'dictGet',
  'SYSTEM MERGES',
  'SYSTEM TTL MERGES',
  'SYSTEM FLUSH',
  'SYSTEM RELOAD',
  'SYSTEM DROP CACHE',
  'SYSTEM VIEWS',
  'SYSTEM JEMALLOC',
  'SYSTEM WAIT LOADING PARTS',
];

const readerGrants = [
  ...recordedDatabases.map((name) => `GRANT SELECT, dictGet ON ${name}.*`),
  'GRANT SELECT ON system.numbers',
  'GRANT SELECT ON hivebar.*',
];

/** The settings that a query may choose itself although it is read-only. */
function constraints(limits: { readonly maxExecutionSeconds: number; readonly maxResultRows: number }): string {
  const free = [
    'limit',
    'offset',
    'max_threads',
    'max_block_size',
    'log_comment',
    'interactive_delay',
    'session_timezone',
    'result_overflow_mode',
    'http_wait_end_of_query',
    'send_progress_in_http_headers',
    'http_headers_progress_interval_ms',
    'output_format_json_quote_64bit_integers',
    'output_format_json_quote_denormals',
    'output_format_write_statistics',
    'date_time_output_format',
  ];
  const bounded: readonly [string, number][] = [
    ['max_execution_time', limits.maxExecutionSeconds],
    ['max_result_rows', limits.maxResultRows],
  ];
  return [
    ...free.map((name) => `<${name}><changeable_in_readonly/></${name}>`),
    // A minimum of 1: zero would mean without limit.
    ...bounded.map(([name, max]) => `<${name}><min>1</min><max>${max}</max><changeable_in_readonly/></${name}>`),
  ].join('\n');
}

function grants(queries: readonly string[]): string {
  return queries.map((query) => `<query>${query}</query>`).join('\n');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** Four accounts with passwords that nobody had before. */
export function newUsers(): DatabaseUsers {
  const make = (name: UserName): Credentials => ({ name, password: newPassword() });
  return { admin: make('admin'), writer: make('writer'), reader: make('reader'), mcp: make('mcp') };
}

async function readKept(file: string): Promise<DatabaseUsers | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), databaseUsers), text);
  return parsed.success ? parsed.output : undefined;
}
