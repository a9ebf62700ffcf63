import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { sideDatabasePrefix } from '../../contract/backup.ts';
import { writePrivateFile } from '../private-file.ts';

/** Who may log in to the database and is named in runtime.json; the names are those in resources/clickhouse/users.xml. */
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

/** All that may log in to a server of our own. The console's writer is told to no other program. */
export interface OwnUsers extends DatabaseUsers {
  readonly consoleWriter: Credentials;
}

/** The databases that the writer fills and the readers read. */
export const recordedDatabases = ['seq', 'hive', 'watchllm', 'swarm', 'chimera_metrics'] as const;

/**
 * The passwords of this data directory: made at random once, kept in a file of mode 0600. A file that is
 * unreadable as ours is replaced: the passwords are nowhere else, the next start uses the new ones. A user that came
 * with a later version is added to the others.
 */
export async function loadUsers(file: string): Promise<OwnUsers> {
  const kept = await readKept(file);
  if (kept?.consoleWriter !== undefined) return { ...kept, consoleWriter: kept.consoleWriter };
  const made = newUsers();
  const fresh = { ...made, ...kept, consoleWriter: made.consoleWriter };
  await writePrivateFile(file, `${JSON.stringify(fresh, null, 2)}\n`);
  return fresh;
}

/** What the words in users.xml stand for. */
export function userTemplateValues(
  users: OwnUsers,
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
    console_writer_sha256: sha256(users.consoleWriter.password),
    default_grants: grants(defaultGrants),
    admin_grants: grants([`GRANT ${adminRights.join(', ')} ON *.*`, 'GRANT TABLE ENGINE ON *']),
    writer_grants: grants(recordedDatabases.map((name) => `GRANT INSERT, SHOW ON ${name}.*`)),
    reader_grants: grants(readerGrants),
    mcp_grants: grants(readerGrants),
    console_writer_grants: grants(consoleWriterGrants),
    reader_memory_bytes: String(readerMemory),
    mcp_memory_bytes: String(Math.floor(readerMemory / 2)),
    console_writer_memory_bytes: String(readerMemory),
    reader_constraints: constraints({ maxExecutionSeconds: 600, maxResultRows: unbounded, maxResultBytes: unbounded }),
    mcp_constraints: constraints({ maxExecutionSeconds: 60, maxResultRows: 10_000 }),
    console_writer_constraints: consoleWriterConstraints(readerMemory),
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
  // What the person has restored beside the recorded rows.
  `GRANT SELECT ON ${sideDatabasePrefix}*.*`,
];

/**
 * What the console's write mode may do with what is recorded. Left out on purpose: CREATE DICTIONARY, whose source may
 * be a URL; ALTER SETTINGS, which names disks; ALTER CONSTRAINT, which is checked by whoever inserts; whatever is not
 * about a table of ours. To ClickHouse these rights hold for views, too, even that of changing one that runs as admin:
 * that door is closed in app/core/queries/closed-doors.ts.
 */
const consoleWriterRights = [
  'SELECT',
  'INSERT',
  'SHOW',
  'ALTER UPDATE',
  'ALTER DELETE',
  'ALTER COLUMN',
  'ALTER INDEX',
  'ALTER PROJECTION',
  'ALTER ORDER BY',
  'ALTER TTL',
  'CREATE TABLE',
  'DROP TABLE',
  'TRUNCATE',
  'OPTIMIZE',
  'dictGet',
];

/** Engines that keep rows in our own files or in memory. Others read files, reach servers or write where they like. */
const plainEngines = [
  ...['', 'Replacing', 'Summing', 'Aggregating', 'Collapsing', 'VersionedCollapsing'].map((kind) => `${kind}MergeTree`),
  'Memory',
  'Log',
  'TinyLog',
  'StripeLog',
  'Null',
  'Set',
  'Join',
];

const consoleWriterGrants = [
  ...plainEngines.map((name) => `GRANT TABLE ENGINE ON ${name}`),
  ...recordedDatabases.map((name) => `GRANT ${consoleWriterRights.join(', ')} ON ${name}.*`),
  'GRANT SELECT ON system.numbers',
  'GRANT SELECT ON hivebar.*',
];

/** More than any disk holds: for an export, which goes to a file and is bounded by nothing else. */
const unbounded = 1_000_000_000_000_000_000;

/**
 * Who may write may also choose settings. These name files, other servers or another language, evaluate functions in
 * the data of an INSERT, or lift a bound: they stay as they are.
 */
function consoleWriterConstraints(memoryBytes: number): string {
  const fixed = [
    'dialect',
    'format_schema',
    'output_format_schema',
    'format_template_row',
    'format_template_resultset',
    'input_format_values_interpret_expressions',
    'input_format_values_deduce_templates_of_expressions',
    'allow_introspection_functions',
    'max_result_bytes',
    'max_concurrent_queries_for_user',
    'max_temporary_data_on_disk_size_for_user',
    'merge_tree_disk',
    'merge_tree_storage_policy',
  ];
  return [
    ...fixed.map((name) => `<${name}><const/></${name}>`),
    '<max_execution_time><min>1</min><max>600</max></max_execution_time>',
    `<max_memory_usage><min>1</min><max>${memoryBytes}</max></max_memory_usage>`,
  ].join('\n');
}

/** The settings that a query may choose itself although it is read-only. */
function constraints(limits: {
  readonly maxExecutionSeconds: number;
  readonly maxResultRows: number;
  readonly maxResultBytes?: number;
}): string {
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
  const bounded: readonly (readonly [string, number])[] = [
    ['max_execution_time', limits.maxExecutionSeconds],
    ['max_result_rows', limits.maxResultRows],
    ...(limits.maxResultBytes === undefined ? [] : [['max_result_bytes', limits.maxResultBytes] as const]),
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

/** Accounts with passwords that nobody had before. */
export function newUsers(): OwnUsers {
  const make = (name: string): Credentials => ({ name, password: newPassword() });
  return {
    admin: make('admin'),
    writer: make('writer'),
    reader: make('reader'),
    mcp: make('mcp'),
    consoleWriter: make('console_writer'),
  };
}

const keptUsers = v.object({ ...databaseUsers.entries, consoleWriter: v.optional(credentials) });

async function readKept(file: string): Promise<v.InferOutput<typeof keptUsers> | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), keptUsers), text);
  return parsed.success ? parsed.output : undefined;
}
