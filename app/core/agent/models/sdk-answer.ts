import type { LanguageModel, LanguageModelUsage } from 'ai';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { finishReason } from '../../sources/mapping/inference-finish.ts';
import type { Asking, ModelAnswer, ModelFailure, Question, TokenUsage } from './model-types.ts';
import { failureOf } from './sdk-failure.ts';

/**
 * Asks a model over HTTP and hands its words on as they come. Nothing is tried again here: each call of this is one
 * request. `who` names the other side in messages.
 */
export async function answerThroughSdk(
  model: LanguageModel,
  who: string,
  { system, messages, maxOutputTokens }: Question,
  asking: Asking,
): Promise<Result<ModelAnswer, ModelFailure>> {
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const { streamText } = await import('ai');
  let text = '';
  let requestId = '';
  try {
    const { fullStream } = streamText({
      model,
      messages: messages.map(({ role, text: content }) => ({ role, content })),
      ...(system !== '' && { system }),
      maxOutputTokens,
      maxRetries: 0,
      abortSignal: asking.signal,
      // Errors are a part of the stream; without this they are printed as well.
      onError: () => undefined,
    });
    for await (const part of fullStream) {
      // Whatever else a stream may hold says nothing that is kept.
      if (part.type === 'text-delta' && part.text !== '') {
        asking.onFirstToken();
        asking.onText(part.text);
        text += part.text;
      } else if (part.type === 'reasoning-delta' && part.text !== '') {
        asking.onFirstToken();
      } else if (part.type === 'finish-step') {
        requestId = part.response.id;
      } else if (part.type === 'error') {
        return fail(asking.signal.aborted ? interrupted : failureOf(part.error, who));
      } else if (part.type === 'finish') {
        const usage = bucketsOf(part.totalUsage);
        if (text === '') return fail({ ...emptyAnswer, message: `${who} answered without a word.`, usage });
        const reason = finishReason([part.rawFinishReason ?? part.finishReason]);
        return ok({ text, usage, finishReason: reason, requestId });
      }
    }
    if (asking.signal.aborted) return fail(interrupted);
    return fail({ kind: 'connection', message: `${who} broke off in the middle of the answer.`, statusCode: 0 });
  } catch (error) {
    return fail(asking.signal.aborted ? interrupted : failureOf(error, who));
  }
}

/** Providers tell totals with their parts; what a part does not tell is in the rest. */
function bucketsOf(usage: LanguageModelUsage): TokenUsage {
  const { inputTokens = 0, outputTokens = 0, inputTokenDetails, outputTokenDetails } = usage;
  const { cacheReadTokens = 0, cacheWriteTokens = 0 } = inputTokenDetails;
  const { reasoningTokens = 0 } = outputTokenDetails;
  return {
    input_tokens: Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens),
    output_tokens: Math.max(0, outputTokens - reasoningTokens),
    cache_read_tokens: cacheReadTokens,
    cache_write_5m_tokens: cacheWriteTokens,
    reasoning_tokens: reasoningTokens,
  };
}

const interrupted: ModelFailure = { kind: 'interrupted', message: 'The request was ended.', statusCode: 0 };
const emptyAnswer = { kind: 'empty_answer', statusCode: 200 } as const;
