import { once } from 'node:events';
import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with the next request for an answer. */
export type Turn =
  | {
      readonly kind: 'answer';
      readonly words: readonly string[];
      readonly input?: number;
      /** How many words come before the rest is held back until the client goes away; left out, all come. */
      readonly holdAfter?: number;
    }
  | { readonly kind: 'refuse'; readonly status: number; readonly body?: string }
  | { readonly kind: 'break'; readonly words: readonly string[] }
  | { readonly kind: 'redirect'; readonly to: string };

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server on 127.0.0.1 that speaks as OpenAI-compatible servers and as Anthropic do, from a script. */
export interface ModelServer {
  /** Up to and with the version. */
  readonly url: string;
  readonly port: number;
  /** Requests for an answer. */
  readonly asked: readonly Asked[];
  /** Requests for the list of models. */
  listings(): number;
  /** Answers that the client ended before they were whole. */
  ended(): number;
  connections(): number;
  /** Put before each answer in order; the last one stays. */
  script(...turns: readonly Turn[]): void;
  setModels(ids: readonly string[]): void;
  readonly stop: () => Promise<void>;
}

export async function startModelServer({ ownedBy = 'somebody', port = 0 } = {}): Promise<ModelServer> {
  const asked: Asked[] = [];
  let turns: readonly Turn[] = [{ kind: 'answer', words: ['Well', ' then', '.'] }];
  let models: readonly string[] = ['model-a'];
  let listings = 0;
  let ended = 0;
  let connections = 0;

  function nextTurn(): Turn {
    const [first, ...others] = turns;
    if (first === undefined) throw new Error('The script is empty.');
    if (others.length > 0) turns = others;
    return first;
  }

  function answer(response: ServerResponse, anthropic: boolean): void {
    const turn = nextTurn();
    const write = anthropic ? anthropicEvents : openAiEvents;
    switch (turn.kind) {
      case 'refuse':
        response.writeHead(turn.status, { 'content-type': 'application/json' });
        response.end(turn.body ?? '{"error":{"message":"no"}}');
        return;
      case 'redirect':
        response.writeHead(307, { location: turn.to }).end();
        return;
      case 'break':
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(write.begin(5) + turn.words.map(write.word).join(''), () => response.destroy());
        return;
      case 'answer': {
        const { words, holdAfter = words.length, input = 11 } = turn;
        response.on('close', () => {
          if (!response.writableFinished) ended += 1;
        });
        if (holdAfter === 0) return;
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(write.begin(input) + words.slice(0, holdAfter).map(write.word).join(''));
        if (holdAfter >= words.length) response.end(write.end(input, words.length));
      }
    }
  }

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.endsWith('/models')) {
      listings += 1;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ object: 'list', data: models.map((id) => ({ id, owned_by: ownedBy })) }));
      return;
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      asked.push({ path, headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      answer(response, path.endsWith('/messages'));
    });
  });
  server.on('connection', () => (connections += 1));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}/v1`,
    port: bound,
    asked,
    listings: () => listings,
    ended: () => ended,
    connections: () => connections,
    script: (...next) => (turns = next),
    setModels: (ids) => (models = ids),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const openAiEvents = {
  begin: () => '',
  word: (content: string) => data({ id: 'req-1', choices: [{ index: 0, delta: { content } }] }),
  end: (prompt: number, completion: number) =>
    data({ id: 'req-1', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }) +
    data({ id: 'req-1', choices: [], usage: { prompt_tokens: prompt, completion_tokens: completion } }) +
    'data: [DONE]\n\n',
};

const anthropicEvents = {
  begin: (input_tokens: number) =>
    data({
      type: 'message_start',
      message: {
        ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [] },
        usage: { input_tokens, output_tokens: 0, cache_read_input_tokens: 3, cache_creation_input_tokens: 2 },
      },
    }) + data({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  word: (text: string) => data({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
  end: (_: number, output_tokens: number) =>
    data({ type: 'content_block_stop', index: 0 }) +
    data({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens } }) +
    data({ type: 'message_stop' }),
};

function data(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
