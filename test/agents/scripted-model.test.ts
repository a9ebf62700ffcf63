import { afterEach, describe, expect, it } from 'vitest';
import { type ScriptedModel, type ScriptedTurn, startScriptedModel } from './scripted-model.ts';

/** Other tests compare what Hivebar stored with what this model served; here is what it serves. */
describe('the scripted model', () => {
  let model: ScriptedModel | undefined;
  afterEach(() => model?.stop());

  async function ask(turn: ScriptedTurn, request: Readonly<Record<string, unknown>> = {}): Promise<Response> {
    model = await startScriptedModel(turn);
    return askAgain(request);
  }
  function askAgain(request: Readonly<Record<string, unknown>> = {}): Promise<Response> {
    return fetch(`${model?.url ?? ''}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'tiny', messages: [{ role: 'user', content: 'Hello' }], ...request }),
    });
  }
  const answer: ScriptedTurn = {
    kind: 'answer',
    text: 'Hello you.',
    toolCalls: [{ id: 'c1', name: 'wave', arguments: { hand: 'left' } }],
    usage: { prompt: 9, completion: 4, cached: 3, reasoning: 1 },
  };
  const usage = {
    prompt_tokens: 9,
    completion_tokens: 4,
    total_tokens: 13,
    prompt_tokens_details: { cached_tokens: 3 },
    completion_tokens_details: { reasoning_tokens: 1 },
  };

  it('answers whole, with text, tool calls and usage', async () => {
    const body: unknown = await (await ask(answer)).json();
    expect(body).toMatchObject({
      id: model?.served[0]?.responseId,
      model: 'tiny',
      choices: [
        {
          message: {
            content: 'Hello you.',
            tool_calls: [{ id: 'c1', type: 'function', function: { name: 'wave', arguments: '{"hand":"left"}' } }],
          },
          finish_reason: 'tool_calls',
        },
      ],
      usage,
    });
  });

  it('answers in chunks that make up the same, with usage only when it is asked for', async () => {
    for (const stream_options of [{ include_usage: true }, undefined]) {
      const text = await (await ask(answer, { stream: true, stream_options })).text();
      const lines = text.split('\n\n').filter((line) => line !== '');
      expect(lines.at(-1)).toBe('data: [DONE]');
      const chunks = lines.slice(0, -1).map((line) => JSON.parse(line.slice('data: '.length)) as Chunk);
      const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
      expect(deltas.map(({ content }) => content ?? '').join('')).toBe('Hello you.');
      const pieces = deltas.flatMap(({ tool_calls }) => tool_calls ?? []);
      expect(pieces.map((piece) => piece.function.arguments).join('')).toBe('{"hand":"left"}');
      expect(chunks.flatMap((chunk) => chunk.usage ?? [])).toEqual(stream_options === undefined ? [] : [usage]);
      await model?.stop();
    }
    model = undefined;
  });

  it('fails as its script says, and when it is asked beyond it', async () => {
    const refused = await ask({ kind: 'failure', status: 429, message: 'Slow down.', retryAfterSeconds: 2 });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    expect(await refused.json()).toMatchObject({ error: { message: 'Slow down.', type: 'rate_limit_error' } });
    expect((await askAgain()).status).toBe(400);
    expect([model?.served.length, model?.left()]).toEqual([1, 0]);
  });

  it('breaks a stream after it has begun', async () => {
    const response = await ask({ kind: 'break', text: 'Half a' }, { stream: true });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });
});

interface Chunk {
  readonly choices: readonly {
    readonly delta: {
      readonly content?: string;
      readonly tool_calls?: readonly { readonly function: { readonly arguments: string } }[];
    };
  }[];
  readonly usage?: unknown;
}
