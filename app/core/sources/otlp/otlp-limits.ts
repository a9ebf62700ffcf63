/** What the receiver takes at most. Everything that a sender could grow without end has its line here. */
export interface OtlpLimits {
  /** A gzip body as it comes. */
  readonly compressedBytes: number;
  /** A body as it is read: as it came, or decompressed. */
  readonly bodyBytes: number;
  readonly recordsPerRequest: number;
  /** One record in its encoding; a larger one is rejected, the others of its request are not. */
  readonly recordBytes: number;
  /** How deep JSON may be nested anywhere in a body. */
  readonly jsonDepth: number;
  /** How deep lists and maps inside an attribute or a body may be nested; what lies deeper reads null. */
  readonly valueDepth: number;
  /** Values in one record; those after it are left out. */
  readonly valuesPerRecord: number;
  /** UTF-16 units of a text; the rest is cut off. */
  readonly textLength: number;
  readonly requestsUnderWay: number;
  /** Bytes of all bodies that are being received or decoded. */
  readonly bytesUnderWay: number;
  readonly connections: number;
  /** For the head of a request. */
  readonly headersTimeoutMs: number;
  /** For a whole request, its body included. */
  readonly requestTimeoutMs: number;
  /** How long a connection may rest between requests: longer than exporters wait, who would find it closed otherwise. */
  readonly keepAliveMs: number;
  /** How long a request may still finish while the receiver stops. */
  readonly stopTimeoutMs: number;
}

const mebibyte = 1_048_576;

export const defaultLimits: OtlpLimits = {
  compressedBytes: 16 * mebibyte,
  bodyBytes: 64 * mebibyte,
  recordsPerRequest: 100_000,
  recordBytes: 4 * mebibyte,
  jsonDepth: 100,
  valueDepth: 16,
  valuesPerRecord: 2_048,
  textLength: mebibyte,
  requestsUnderWay: 64,
  bytesUnderWay: 128 * mebibyte,
  connections: 256,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveMs: 75_000,
  stopTimeoutMs: 2_000,
};
