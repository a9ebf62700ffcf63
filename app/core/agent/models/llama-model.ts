import { type Result, fail, ok } from '../../../contract/result.ts';
import { reasonOf } from '../../database/file-errors.ts';
import type { Llama, LlamaLibrary, LoadedLibrary } from './llama-runtime.ts';
import type { Asking, ModelAnswer, ModelFailure, Question, TokenUsage } from './model-types.ts';

/** A window beyond this costs more memory than the agent's short requests are worth. */
const mostContextTokens = 8_192;

type Model = Awaited<ReturnType<Llama['loadModel']>>;
type Sequence = ReturnType<Awaited<ReturnType<Model['createContext']>>['getSequence']>;

/** A model file in memory. One question at a time. */
export interface LlamaModel {
  readonly contextTokens: number;
  answer(question: Question, asking: Asking): Promise<Result<ModelAnswer, ModelFailure>>;
  dispose(): Promise<void>;
}

/** Maps a model file into memory. The error is a sentence; an abort throws. */
export async function loadModel(
  { library, llama }: LoadedLibrary,
  path: string,
  signal: AbortSignal,
): Promise<Result<LlamaModel, string>> {
  let model: Model | undefined;
  try {
    model = await llama.loadModel({ modelPath: path, loadSignal: signal });
    const context = await model.createContext({ contextSize: { max: mostContextTokens } });
    const loaded = model;
    const sequence = context.getSequence();
    return ok({
      contextTokens: context.contextSize,
      answer: (question, asking) => answer(library, loaded, sequence, question, asking),
      dispose: () => loaded.dispose(),
    });
  } catch (error) {
    await model?.dispose();
    signal.throwIfAborted();
    return fail(`The model file cannot be loaded: ${reasonOf(error)}.`.replace(/\.\.$/, '.'));
  }
}

async function answer(
  library: LlamaLibrary,
  model: Model,
  sequence: Sequence,
  question: Question,
  asking: Asking,
): Promise<Result<ModelAnswer, ModelFailure>> {
  // Nothing of the request before stays, so that what is counted is this request.
  await sequence.clearHistory();
  const before = sequence.tokenMeter.getState();
  let reasoning = 0;
  const usage = (): TokenUsage => {
    const { usedInputTokens, usedOutputTokens } = sequence.tokenMeter.diff(before);
    return {
      input_tokens: usedInputTokens,
      output_tokens: Math.max(0, usedOutputTokens - reasoning),
      cache_read_tokens: 0,
      cache_write_5m_tokens: 0,
      reasoning_tokens: reasoning,
    };
  };
  const hear = (text: string, tokens: number, hidden: boolean): void => {
    if (tokens > 0) asking.onFirstToken();
    if (hidden) reasoning += tokens;
    else if (text !== '') asking.onText(text);
  };
  try {
    const run = hasChatTemplate(model)
      ? chat(library, model, sequence, question)
      : plain(library, model, sequence, question);
    if (run.inputTokens + question.maxOutputTokens > sequence.contextSize) {
      const needed = `${run.inputTokens} tokens with an answer of up to ${question.maxOutputTokens}`;
      return fail(
        failure('invalid_request', `The model holds ${sequence.contextSize} tokens, not ${needed}.`, usage()),
      );
    }
    const { text, stopReason } = await run.start(asking.signal, hear);
    return ok({
      text,
      usage: usage(),
      finishReason: stopReason === 'maxTokens' ? 'length' : 'stop',
      requestId: '',
    });
  } catch (error) {
    if (asking.signal.aborted) return fail(failure('interrupted', 'The inference was ended.', usage()));
    return fail(failure('server_error', `The inference failed: ${reasonOf(error)}.`, usage()));
  }
}

interface Run {
  readonly inputTokens: number;
  start(
    signal: AbortSignal,
    hear: (text: string, tokens: number, hidden: boolean) => void,
  ): Promise<{ readonly text: string; readonly stopReason: string }>;
}

function hasChatTemplate(model: Model): boolean {
  return (model.fileInfo.metadata.tokenizer.chat_template ?? '') !== '';
}

/** A conversation, in the words of the model's own template. */
function chat({ LlamaChat }: LlamaLibrary, model: Model, contextSequence: Sequence, question: Question): Run {
  const chatHistory = [
    ...(question.system === '' ? [] : [{ type: 'system' as const, text: question.system }]),
    ...question.messages.map(({ role, text }) =>
      role === 'user' ? { type: 'user' as const, text } : { type: 'model' as const, response: [text] },
    ),
    { type: 'model' as const, response: [] },
  ];
  const session = new LlamaChat({ contextSequence });
  return {
    inputTokens: session.chatWrapper.generateContextState({ chatHistory }).contextText.tokenize(model.tokenizer).length,
    start: async (signal, hear) => {
      try {
        const { response, metadata } = await session.generateResponse(chatHistory, {
          signal,
          maxTokens: question.maxOutputTokens,
          onResponseChunk: ({ text, tokens, type }) => hear(text, tokens.length, type === 'segment'),
        });
        return { text: response, stopReason: metadata.stopReason };
      } finally {
        session.dispose({ disposeSequence: false });
      }
    },
  };
}

/** A model without a template goes on from a text. */
function plain({ LlamaCompletion }: LlamaLibrary, model: Model, contextSequence: Sequence, question: Question): Run {
  const { system, messages, maxOutputTokens } = question;
  const text = [system, ...messages.map((message) => message.text)].filter((part) => part !== '').join('\n\n');
  const input = model.tokenize(text);
  return {
    inputTokens: input.length + 1,
    start: async (signal, hear) => {
      const completion = new LlamaCompletion({ contextSequence });
      try {
        const { response, metadata } = await completion.generateCompletionWithMeta(input, {
          signal,
          maxTokens: maxOutputTokens,
          onToken: (tokens) => hear('', tokens.length, false),
          onTextChunk: (chunk) => hear(chunk, 0, false),
        });
        return { text: response, stopReason: metadata.stopReason };
      } finally {
        completion.dispose({ disposeSequence: false });
      }
    },
  };
}

function failure(kind: ModelFailure['kind'], message: string, usage: TokenUsage): ModelFailure {
  return { kind, message, statusCode: 0, usage };
}
