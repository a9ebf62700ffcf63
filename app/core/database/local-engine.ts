import type { DatabaseFiles } from './config.ts';

/** A ClickHouse that we start: what tells one from the other. */
export interface LocalEngine {
  readonly kind: 'libchdb' | 'executable';
  /** The server's own session logs in as `default`, and its `system` database must be put on disk. */
  readonly inProcess: boolean;
  /** Only an admin without limits: for a server so old that it may not know our settings. */
  readonly bareUsers?: boolean;
  /** Arguments of clickhouse-host. */
  readonly hostArguments: (files: DatabaseFiles) => string[];
}
