import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Login } from './endpoint.ts';

declare const brand: unique symbol;

/**
 * Answers questions; cannot write: it has no verb for it, and its user is read-only whatever the text of a query says.
 * `exec` is `query` without a FORMAT added to the text.
 */
export type ReadableDatabase = Pick<ClickHouseClient, 'query' | 'exec'> & Closable & { readonly [brand]: 'reader' };

/** Inserts rows; cannot read them. Tables drop a block that equals one of the last 10,000 and has no token of its own.
 * For tables and tests: what is recorded goes through the native writer. */
export type WritableDatabase = Pick<ClickHouseClient, 'insert'> & Closable & { readonly [brand]: 'writer' };

/** Changes the schema and controls the server. For migrations, checks, backups and KILL QUERY only. */
export type AdminDatabase = Pick<ClickHouseClient, 'query' | 'command' | 'insert' | 'exec'> &
  Closable & { readonly [brand]: 'admin' };

/** Runs what a person wrote in the console's write mode, as a user who may change recorded tables and nothing else. */
export type ConsoleWriterDatabase = Pick<ClickHouseClient, 'exec'> & Closable & { readonly [brand]: 'console-writer' };

export interface Closable {
  /** Closes the connections; a later call opens new ones. */
  close(): Promise<void>;
}

/** `login` is asked at each call: the server may have come back on other ports. */
export function readableDatabase(login: () => Login): ReadableDatabase {
  return follow(login) as unknown as ReadableDatabase;
}

export function writableDatabase(login: () => Login): WritableDatabase {
  return follow(login) as unknown as WritableDatabase;
}

export function adminDatabase(login: () => Login): AdminDatabase {
  return follow(login) as unknown as AdminDatabase;
}

export function consoleWriterDatabase(login: () => Login): ConsoleWriterDatabase {
  return follow(login) as unknown as ConsoleWriterDatabase;
}

type Verbs = Pick<ClickHouseClient, 'query' | 'command' | 'insert' | 'exec' | 'close'>;

/**
 * A client that is made at its first use and made anew when the server has moved. No compression and no settings of
 * its own: a read-only user may set neither.
 */
function follow(login: () => Login): Verbs {
  let current: { readonly client: ClickHouseClient; readonly key: string } | undefined;

  function client(): ClickHouseClient {
    const { httpUrl, user } = login();
    const key = JSON.stringify([httpUrl, user]);
    if (current?.key === key) return current.client;
    void current?.client.close();
    current = {
      key,
      client: createClient({
        url: httpUrl,
        username: user.name,
        password: user.password,
        application: 'hivebar',
        compression: { request: false, response: false },
        // Every failure reaches the caller as an exception; said twice it would only leak SQL text into a log.
        log: { level: ClickHouseLogLevel.OFF },
        max_open_connections: 16,
        request_timeout: 610_000,
        // Below the 30 s after which ClickHouse closes a silent connection.
        keep_alive: { enabled: true, idle_socket_ttl: 10_000 },
      }),
    };
    return current.client;
  }

  return {
    query: (params) => client().query(params),
    command: (params) => client().command(params),
    insert: (params) => client().insert(params),
    exec: (params) => client().exec(params),
    close: async () => {
      const closing = current?.client;
      current = undefined;
      await closing?.close();
    },
  };
}
