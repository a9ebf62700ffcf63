import { Readable } from 'node:stream';
import { buffer as collect } from 'node:stream/consumers';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { ModelInvocationRow } from '../../contract/rows.ts';
import type { Login } from '../database/endpoint.ts';
import { makeColumnEncoder } from '../writer/column-encoder.ts';
import { parseColumnType } from '../writer/column-type.ts';
import { RowBuffer } from '../writer/row-buffer.ts';
import { MeasurementFailed } from './measurement-failed.ts';

/** The ways in that are not ours: `@clickhouse/client` over HTTP, as the user that only writes. */
export interface Peers {
  insertJson(rows: readonly ModelInvocationRow[]): Promise<void>;
  /** `bytes` are whole rows in `format`, with `columns` in their order. */
  insertBytes(format: 'RowBinary' | 'Native', columns: readonly string[], bytes: Uint8Array): Promise<void>;
  /** Rows as RowBinary, packed by the encoders that our own writer uses. */
  encodeRowBinary(columns: readonly string[], rows: readonly ModelInvocationRow[]): Promise<Buffer>;
  /** What the table holds in these columns, as a Native file. */
  readNative(columns: readonly string[]): Promise<Buffer>;
  close(): Promise<void>;
}

/** The whole file is one block of that size: fewer and larger blocks are the faster ones. */
const nativeBlockRows = 1_048_576;

export function openPeers(table: string, writer: Login, admin: Login): Peers {
  const [inserting, reading] = [writer, admin].map(({ httpUrl, user }) =>
    createClient({
      url: httpUrl,
      username: user.name,
      password: user.password,
      compression: { request: false, response: false },
      log: { level: ClickHouseLogLevel.OFF },
    }),
  );
  if (inserting === undefined || reading === undefined) throw new MeasurementFailed('No client could be made');
  let inserts = 0;
  // Without a token of its own a table drops a block that equals an earlier one, and every round sends the same rows.
  const settings = (): { insert_deduplication_token: string } => ({ insert_deduplication_token: `peer-${++inserts}` });
  const encoders = new Map<string, Encode>();

  async function encoderOf(columns: readonly string[]): Promise<Encode> {
    const key = columns.join();
    const known = encoders.get(key);
    if (known !== undefined) return known;
    const made = await describeColumns(columns);
    encoders.set(key, made);
    return made;
  }

  async function describeColumns(columns: readonly string[]): Promise<Encode> {
    const answer = await reading?.query({ query: `DESCRIBE TABLE ${table}`, format: 'JSONEachRow' });
    const described = (await answer?.json<{ name: string; type: string }>()) ?? [];
    const types = new Map(described.map(({ name, type }) => [name, type]));
    const steps = columns.map((name) => {
      const parsed = parseColumnType(types.get(name) ?? '');
      if (!parsed.ok) throw new MeasurementFailed(`${table} has no column ${name} that can be encoded`);
      return { name: name as keyof ModelInvocationRow, encoder: makeColumnEncoder(parsed.value) };
    });
    return (rows) => {
      const out = new RowBuffer();
      for (const row of rows) {
        for (const { name, encoder } of steps) {
          if (encoder.encode(row[name], out) !== undefined) throw new MeasurementFailed(`${name} did not fit`);
        }
      }
      return Buffer.from(out.bytes.buffer, out.bytes.byteOffset, out.at);
    };
  }

  return {
    insertJson: async (rows) => {
      await inserting.insert({ table, values: [...rows], format: 'JSONEachRow', clickhouse_settings: settings() });
    },
    insertBytes: async (format, columns, bytes) => {
      const query = `INSERT INTO ${table} (${columns.join()}) FORMAT ${format}`;
      const values = Readable.from([bytes], { objectMode: false });
      const { stream } = await inserting.exec({ query, values, clickhouse_settings: settings() });
      await collect(stream);
    },
    encodeRowBinary: async (columns, rows) => (await encoderOf(columns))(rows),
    readNative: async (columns) => {
      const query = `SELECT ${columns.join()} FROM ${table} ORDER BY dur_us FORMAT Native`;
      const clickhouse_settings = { max_block_size: String(nativeBlockRows), preferred_block_size_bytes: '0' } as const;
      return collect((await reading.exec({ query, clickhouse_settings })).stream);
    },
    close: async () => {
      await Promise.all([inserting.close(), reading.close()]);
    },
  };
}

type Encode = (rows: readonly ModelInvocationRow[]) => Buffer;
