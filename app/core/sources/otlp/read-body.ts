import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { type Result, fail, ok } from '../../../contract/result.ts';
import type { OtlpLimits } from './otlp-limits.ts';
import { type Refusal, tryLater } from './refusal.ts';
import { tooLarge } from './request-head.ts';
import type { RequestRoom } from './under-way.ts';

/** A body that does not come to its end because the sender is gone: there is nobody to answer. */
export const senderGone = 'sender gone';

type BodyLimits = Pick<OtlpLimits, 'compressedBytes' | 'bodyBytes'>;

/**
 * Receives a body and decompresses it on the way. Both end at the byte that is too much: what a small body would
 * inflate to beyond the limit is never made.
 */
export function readBody(
  request: IncomingMessage,
  isGzip: boolean,
  limits: BodyLimits,
  room: RequestRoom,
): Promise<Result<Buffer, Refusal | typeof senderGone>> {
  return new Promise((resolve) => {
    const gunzip = isGzip ? createGunzip({ chunkSize: 65_536 }) : undefined;
    const chunks: Buffer[] = [];
    let received = 0;
    let size = 0;
    let isSettled = false;
    const settle = (result: Result<Buffer, Refusal | typeof senderGone>): void => {
      if (isSettled) return;
      isSettled = true;
      request.off('data', receive).off('end', finish).off('close', lose);
      if (!result.ok) request.pause();
      gunzip?.destroy();
      resolve(result);
    };
    const keep = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limits.bodyBytes) settle(fail(tooLarge(limits.bodyBytes, false)));
      else if (!room.take(chunk.length)) settle(fail(tryLater(429, 'Too many requests are under way.')));
      else chunks.push(chunk);
    };
    const receive = (chunk: Buffer): void => {
      received += chunk.length;
      if (gunzip === undefined) keep(chunk);
      else if (received > limits.compressedBytes) settle(fail(tooLarge(limits.compressedBytes, true)));
      else if (!gunzip.write(chunk)) request.pause();
    };
    const finish = (): void => {
      if (gunzip === undefined || received === 0) settle(ok(Buffer.concat(chunks)));
      else gunzip.end();
    };
    // `close` follows `end` at once, while gunzip may still be at work: only a body without its end is lost.
    const lose = (): void => {
      if (!request.complete) settle(fail(senderGone));
    };
    gunzip
      ?.on('data', keep)
      .on('drain', () => request.resume())
      .on('end', () => settle(ok(Buffer.concat(chunks))))
      .on('error', () => settle(fail({ status: 400, message: 'The body is no complete gzip stream.' })));
    request.on('data', receive).on('end', finish).on('close', lose);
    // What goes wrong with the connection shows in `close`.
    request.on('error', lose);
  });
}
