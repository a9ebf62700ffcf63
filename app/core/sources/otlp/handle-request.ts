import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Log } from '../../host.ts';
import { type AcceptRecords, acceptBody } from './accept-body.ts';
import { carriesToken } from './bearer-token.ts';
import { jsonCodec } from './json-codec.ts';
import { answerRefusal, answerSuccess } from './otlp-answer.ts';
import type { CounterBook } from './otlp-counters.ts';
import type { OtlpLimits } from './otlp-limits.ts';
import { readBody, senderGone } from './read-body.ts';
import { type Refusal, tryLater } from './refusal.ts';
import { type RequestHead, encodingOf, readHead, refuseForeign } from './request-head.ts';
import type { Turns } from './turns.ts';
import type { RequestRoom, UnderWay } from './under-way.ts';
import { wireCodec } from './wire-codec.ts';

export interface RequestDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: OtlpLimits;
  /** The token that a request has to carry now; undefined when none is asked for. */
  readonly token: () => Promise<string | undefined> | string | undefined;
  readonly accept: AcceptRecords;
  readonly turns: Turns;
  readonly underWay: UnderWay;
  readonly counters: CounterBook;
  readonly isStopping: () => boolean;
}

/** Answers one request, whatever it is. Never throws: what is our own fault is logged, and the sender is asked back. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  deps: RequestDeps,
): Promise<void> {
  deps.counters.noteRequest();
  const refusal = await handle(request, response, deps).catch((error: unknown) => {
    deps.log('error', 'An OTLP request failed in Hivebar itself', placeOf(error));
    return tryLater(503, 'Hivebar could not handle this request.');
  });
  if (refusal === undefined) return;
  if (refusal === senderGone) {
    deps.counters.noteLost();
    return;
  }
  deps.counters.noteRefusal(refusal.status);
  response.once('finish', () => leaveRest(request, deps.clock));
  answerRefusal(response, encodingOf(request), refusal);
}

/** What failed and where. The message is left out: it may hold what was sent. */
function placeOf(error: unknown): { readonly error: string; readonly at: string } {
  if (!(error instanceof Error)) return { error: typeof error, at: '' };
  return { error: error.name, at: /^ +at (.+)$/m.exec(error.stack ?? '')?.[1] ?? '' };
}

/**
 * What is left of a refused request is read and thrown away, for a second at most: a connection that ends while the
 * sender still sends would take the answer away from it.
 */
function leaveRest(request: IncomingMessage, clock: Clock): void {
  if (request.complete) return;
  const stopWaiting = clock.after(1_000, () => request.socket.destroy());
  request.once('close', () => void stopWaiting());
  request.resume();
}

/** Undefined when the request was answered with success. */
async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  deps: RequestDeps,
): Promise<Refusal | typeof senderGone | undefined> {
  if (deps.isStopping()) response.shouldKeepAlive = false;
  const foreign = refuseForeign(request);
  if (foreign !== undefined) return foreign;
  const head = readHead(request, deps.limits);
  if (!head.ok) return head.error;
  const token = await deps.token();
  if (token !== undefined && !carriesToken(request.headers.authorization, token)) {
    const message = 'This receiver asks for a token: set OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer …".';
    return { status: 401, message, headers: { 'WWW-Authenticate': 'Bearer' } };
  }
  if (deps.isStopping()) return tryLater(503, 'Hivebar is stopping.');
  const room = deps.underWay.enter();
  if (room === undefined) return tryLater(429, 'Too many requests are under way.');
  try {
    return await receive(request, response, head.value, room, deps);
  } finally {
    room.leave();
  }
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { signal, encoding, isGzip }: RequestHead,
  room: RequestRoom,
  { clock, limits, turns, accept, counters, isStopping }: RequestDeps,
): Promise<Refusal | typeof senderGone | undefined> {
  const body = await readBody(request, isGzip, limits, room);
  if (!body.ok) return body.error;
  counters.noteBody(body.value.length);
  const codec = encoding === 'json' ? jsonCodec(limits.jsonDepth) : wireCodec;
  const outcome = await acceptBody(body.value, signal, { codec, limits, turns, accept, receivedMs: clock.now() });
  if (isStopping()) response.shouldKeepAlive = false;
  switch (outcome.kind) {
    case 'refused':
      return { status: outcome.status, message: outcome.message };
    case 'full':
      return tryLater(503, 'There is no room for more records now; what was accepted is recognised when sent again.');
    case 'done':
      counters.noteSuccess(clock.now(), outcome.records, outcome.rejected.count, outcome.cut);
      answerSuccess(response, encoding, signal, outcome.rejected);
      return undefined;
  }
}
