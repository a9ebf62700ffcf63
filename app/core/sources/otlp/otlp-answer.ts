import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { ServerResponse } from 'node:http';
import type { Signal } from './body-levels.ts';
import { type Refusal, rpcCodes } from './refusal.ts';

/** How a request is encoded; its answer is encoded alike. */
export type Encoding = 'json' | 'protobuf';

export const contentTypes: Readonly<Record<Encoding, string>> = {
  json: 'application/json',
  protobuf: 'application/x-protobuf',
};

const rejectedNames: Readonly<Record<Signal, string>> = {
  log: 'rejectedLogRecords',
  span: 'rejectedSpans',
  point: 'rejectedDataPoints',
};

/** Answers a request whose records were accepted, but for `rejected` of them. */
export function answerSuccess(
  response: ServerResponse,
  encoding: Encoding,
  signal: Signal,
  rejected: { readonly count: number; message(): string },
): void {
  const errorMessage = rejected.message();
  const message =
    encoding === 'json'
      ? JSON.stringify(
          // A 64-bit integer is a text in the JSON of protobuf.
          rejected.count === 0
            ? {}
            : { partialSuccess: { [rejectedNames[signal]]: String(rejected.count), errorMessage } },
        )
      : partialSuccess(rejected.count, errorMessage);
  send(response, 200, encoding, message, {});
}

/** Answers a request that is not taken. */
export function answerRefusal(response: ServerResponse, encoding: Encoding, refusal: Refusal): void {
  const { status, message, headers = {} } = refusal;
  const code = rpcCodes[status];
  const body =
    encoding === 'json'
      ? JSON.stringify({ code, message })
      : new BinaryWriter()
          .tag(1, WireType.Varint)
          .int32(code)
          .tag(2, WireType.LengthDelimited)
          .string(message)
          .finish();
  send(response, status, encoding, body, headers);
}

/** `Export…ServiceResponse`, which is the same message for the three signals; empty when nothing was rejected. */
function partialSuccess(count: number, errorMessage: string): Uint8Array {
  const writer = new BinaryWriter();
  if (count === 0) return writer.finish();
  return writer
    .tag(1, WireType.LengthDelimited)
    .fork()
    .tag(1, WireType.Varint)
    .int64(count)
    .tag(2, WireType.LengthDelimited)
    .string(errorMessage)
    .join()
    .finish();
}

function send(
  response: ServerResponse,
  status: number,
  encoding: Encoding,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, {
    'Content-Type': contentTypes[encoding],
    'Content-Length': Buffer.byteLength(body),
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  response.end(body);
}
