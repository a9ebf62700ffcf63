import type { Credentials } from './users.ts';

/** Where a ClickHouse server answers. */
export interface Endpoint {
  /** `http://127.0.0.1:39539`, without a path. */
  readonly httpUrl: string;
  readonly host: string;
  readonly tcpPort: number;
}

/** An endpoint with the account that is used on it. */
export interface Login extends Endpoint {
  readonly user: Credentials;
}
