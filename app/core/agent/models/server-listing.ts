import * as v from 'valibot';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { isLocal } from '../../prices/local-providers.ts';
import { followSignals } from './follow-signals.ts';
import { fetchWithoutRedirects } from './server-address.ts';

/** What `/v1/models` of an OpenAI-compatible server lists. */
const listing = v.object({
  data: v.array(
    v.object({
      id: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
      owned_by: v.optional(v.nullable(v.string())),
      max_model_len: v.optional(v.nullable(v.number())),
    }),
  ),
});

export interface ListedModel {
  readonly id: string;
  /** The program that serves it, where the listing says so. */
  readonly servedBy: string | undefined;
  readonly contextTokens: number | null;
}

/** A server that has not listed its models by then is as good as away. */
const listWithinMs = 2_000;
const mostListingBytes = 1_000_000;

/** Programs that name themselves in their listing. */
const programs: Readonly<Record<string, string>> = {
  llamacpp: 'llama.cpp',
  vllm: 'vllm',
  ollama: 'ollama',
  sglang: 'sglang',
};

/** Asks a server which models it has. The error is the end of a sentence. */
export async function listModels(url: string, signal: AbortSignal): Promise<Result<readonly ListedModel[], string>> {
  const ending = followSignals([signal, AbortSignal.timeout(listWithinMs)]);
  try {
    const response = await fetchWithoutRedirects(`${url.replace(/\/+$/, '')}/models`, { signal: ending.signal });
    const size = Number(response.headers.get('content-length') ?? 0);
    if (!response.ok || size > mostListingBytes) {
      await response.body?.cancel();
      return fail(response.ok ? 'lists too much' : `answers with HTTP ${response.status}`);
    }
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), listing), await response.text());
    if (!parsed.success) return fail('is no OpenAI-compatible server');
    return ok(
      parsed.output.data.map(({ id, owned_by, max_model_len }) => ({
        id,
        servedBy: programs[(owned_by ?? '').toLowerCase()],
        contextTokens: max_model_len ?? null,
      })),
    );
  } catch {
    // Refused, reset, timed out, redirected: whatever it was, no model can be asked there now, and that is the answer.
    return fail('does not answer');
  } finally {
    ending.unfollow();
  }
}

/** The model to ask where the person names none: the first that writes text, one that runs here before one that does not. */
export function usualModel(provider: string, listed: readonly ListedModel[]): ListedModel | undefined {
  const writing = listed.filter(({ id }) => !/embed|rerank|whisper/i.test(id));
  return writing.find(({ id }) => isLocal(provider, id)) ?? writing[0];
}
