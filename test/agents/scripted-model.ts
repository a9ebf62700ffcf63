import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as passed } from 'node:timers/promises';

/** What a call of the model costs, in the words of the OpenAI API: details are part of what they detail. */
export interface ScriptedUsage {
  readonly prompt: number;
  readonly completion: number;
  readonly cached?: number;
  readonly reasoning?: number;
}

export interface ScriptedToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** An answer, whole or in chunks as the client asks. */
export interface ScriptedAnswer {
  readonly kind: 'answer';
  readonly text?: string;
  readonly toolCalls?: readonly ScriptedToolCall[];
  readonly usage: ScriptedUsage;
  /** Else `tool_calls` when there are some, `stop` otherwise. */
  readonly finish?: string;
  /** The model that says it answered, else the one that was asked. */
  readonly model?: string;
  /** Time before the first byte of the answer; with streaming, before the first chunk. */
  readonly holdMs?: number;
}

/** A refusal with an HTTP status, such as 429 or 500. */
export interface ScriptedFailure {
  readonly kind: 'failure';
  readonly status: number;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** A stream whose connection breaks after the first chunks; to a client that does not stream, no answer at all. */
export interface ScriptedBreak {
  readonly kind: 'break';
  readonly text: string;
}

export type ScriptedTurn = ScriptedAnswer | ScriptedFailure | ScriptedBreak;

export interface ChatRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly messages: readonly { readonly role: string; readonly content?: unknown; readonly tool_call_id?: string }[];
  readonly tools?: readonly unknown[];
}

/** One turn of the script as it was served. */
export interface Served {
  readonly request: ChatRequest;
  readonly turn: ScriptedTurn;
  /** The `id` of the answer; empty for a failure. */
  readonly responseId: string;
}

/** A model behind the chat completions of the OpenAI API that says what its script says, turn after turn. */
export interface ScriptedModel {
  /** Base URL with `/v1`. */
  readonly url: string;
  /** What was asked and answered so far, in order. */
  readonly served: readonly Served[];
  /** Turns that nobody has asked for yet. */
  readonly left: () => number;
  /** Adds turns to the end of the script. */
  play(...turns: readonly ScriptedTurn[]): void;
  stop(): Promise<void>;
}

/** Starts the model on a free port of 127.0.0.1. Asked beyond its script it answers 400, which no client tries again. */
export async function startScriptedModel(...script: readonly ScriptedTurn[]): Promise<ScriptedModel> {
  const turns = [...script];
  const served: Served[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && request.url === '/v1/models') {
      sendJson(response, 200, { object: 'list', data: [{ id: 'scripted', object: 'model', owned_by: 'test' }] });
      return;
    }
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
      sendError(response, { kind: 'failure', status: 404, message: `There is no ${request.url ?? ''} here.` });
      return;
    }
    const asked = JSON.parse(await bodyOf(request)) as ChatRequest;
    const turn = turns.shift();
    if (turn === undefined) {
      sendError(response, { kind: 'failure', status: 400, message: 'The script is at its end.' });
      return;
    }
    const responseId = turn.kind === 'failure' ? '' : `chatcmpl-${randomUUID()}`;
    served.push({ request: asked, turn, responseId });
    await perform(response, asked, turn, responseId);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    served,
    left: () => turns.length,
    play: (...more) => void turns.push(...more),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function perform(response: ServerResponse, asked: ChatRequest, turn: ScriptedTurn, id: string): Promise<void> {
  switch (turn.kind) {
    case 'failure':
      sendError(response, turn);
      return;
    case 'break':
      if (asked.stream === true) {
        openStream(response);
        await sent(response, chunkOf(id, asked.model, { role: 'assistant', content: turn.text }));
      }
      response.destroy();
      return;
    case 'answer':
      if (turn.holdMs !== undefined) await passed(turn.holdMs);
      if (asked.stream === true) streamAnswer(response, asked, turn, id);
      else sendJson(response, 200, wholeAnswer(asked, turn, id));
  }
}

function wholeAnswer(asked: ChatRequest, turn: ScriptedAnswer, id: string): object {
  const toolCalls = (turn.toolCalls ?? []).map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  return {
    id,
    object: 'chat.completion',
    created: seconds(),
    model: turn.model ?? asked.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: turn.text ?? null,
          ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
        },
        finish_reason: finishOf(turn),
      },
    ],
    usage: usageOf(turn.usage),
  };
}

/** The chunks as the OpenAI API sends them: role, words, tool calls in two pieces each, finish, and usage if asked for. */
function streamAnswer(response: ServerResponse, asked: ChatRequest, turn: ScriptedAnswer, id: string): void {
  const model = turn.model ?? asked.model;
  openStream(response);
  const say = (delta: object, finish: string | null = null) => sendChunk(response, chunkOf(id, model, delta, finish));
  say({ role: 'assistant', content: '' });
  for (const word of (turn.text ?? '').split(/(?<=\s)/).filter((part) => part !== '')) say({ content: word });
  (turn.toolCalls ?? []).forEach((call, index) => {
    const whole = JSON.stringify(call.arguments);
    const half = Math.ceil(whole.length / 2);
    const head = { name: call.name, arguments: whole.slice(0, half) };
    say({ tool_calls: [{ index, id: call.id, type: 'function', function: head }] });
    say({ tool_calls: [{ index, function: { arguments: whole.slice(half) } }] });
  });
  say({}, finishOf(turn));
  if (asked.stream_options?.include_usage === true) {
    const usage = usageOf(turn.usage);
    sendChunk(response, { id, object: 'chat.completion.chunk', created: seconds(), model, choices: [], usage });
  }
  response.end('data: [DONE]\n\n');
}

function chunkOf(id: string, model: string, delta: object, finish: string | null = null): object {
  return {
    id,
    object: 'chat.completion.chunk',
    created: seconds(),
    model,
    choices: [{ index: 0, delta, finish_reason: finish }],
  };
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
}

function sendChunk(response: ServerResponse, chunk: object): void {
  response.write(`data: ${JSON.stringify(chunk)}\n\n`);
}

/** Settles when the operating system has the chunk: what is destroyed then arrives after it. */
function sent(response: ServerResponse, chunk: object): Promise<void> {
  return new Promise((settle) => response.write(`data: ${JSON.stringify(chunk)}\n\n`, () => settle()));
}

function sendJson(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function sendError(response: ServerResponse, { status, message, retryAfterSeconds }: ScriptedFailure): void {
  const type = status === 429 ? 'rate_limit_error' : status >= 500 ? 'server_error' : 'invalid_request_error';
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  sendJson(response, status, { error: { message, type, param: null, code: null } }, headers);
}

function finishOf(turn: ScriptedAnswer): string {
  return turn.finish ?? ((turn.toolCalls ?? []).length > 0 ? 'tool_calls' : 'stop');
}

function usageOf({ prompt, completion, cached = 0, reasoning = 0 }: ScriptedUsage): object {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
