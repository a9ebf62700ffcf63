/** Why a request is not taken. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 429 | 500 | 503;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `google.rpc.Code` by HTTP status, for the body of the answer. */
export const rpcCodes: Readonly<Record<Refusal['status'], number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  405: 12,
  413: 3,
  415: 3,
  429: 8,
  500: 13,
  503: 14,
};

/** How long a sender is asked to wait. The writer's journal has room again as soon as a block is acknowledged. */
const retryAfterSeconds = '2';

export function tryLater(status: 429 | 503, message: string): Refusal {
  return { status, message, headers: { 'Retry-After': retryAfterSeconds } };
}
