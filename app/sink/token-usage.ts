import type { ModelInvocationRow } from '../contract/rows.ts';
import { type Fields, fieldsOf, listOf, numberOf } from './unknown-value.ts';

export type TokenCounts = Pick<
  ModelInvocationRow,
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_read_tokens'
  | 'cache_write_5m_tokens'
  | 'cache_write_1h_tokens'
  | 'reasoning_tokens'
>;

/**
 * The tokens of a finished call in buckets that do not overlap. LangChain counts cached tokens within the input and
 * reasoning within the output; integrations that do not fill `usage_metadata` say it in `llmOutput`.
 */
export function tokensOf(result: unknown): TokenCounts {
  const counts = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, reasoning: 0 };
  let told = false;
  for (const generation of listOf(fieldsOf(result)['generations']).flatMap((list) => listOf(list).slice(0, 1))) {
    const usage = fieldsOf(fieldsOf(fieldsOf(generation)['message'])['usage_metadata']);
    if (usage['input_tokens'] === undefined && usage['output_tokens'] === undefined) continue;
    told = true;
    const inputDetails = fieldsOf(usage['input_token_details']);
    counts.input += whole(usage['input_tokens']);
    counts.output += whole(usage['output_tokens']);
    counts.cacheRead += whole(inputDetails['cache_read']);
    counts.cacheWrite += whole(inputDetails['cache_creation']);
    counts.cacheWrite1h += whole(inputDetails['ephemeral_1h_input_tokens']);
    counts.reasoning += whole(fieldsOf(usage['output_token_details'])['reasoning']);
  }
  if (!told) {
    const usage = olderUsage(fieldsOf(fieldsOf(result)['llmOutput']));
    counts.input = whole(usage['promptTokens'] ?? usage['prompt_tokens']);
    counts.output = whole(usage['completionTokens'] ?? usage['completion_tokens']);
  }
  const cacheWrite1h = Math.min(counts.cacheWrite1h, counts.cacheWrite);
  return {
    input_tokens: Math.max(0, counts.input - counts.cacheRead - counts.cacheWrite),
    output_tokens: Math.max(0, counts.output - counts.reasoning),
    cache_read_tokens: counts.cacheRead,
    cache_write_5m_tokens: counts.cacheWrite - cacheWrite1h,
    cache_write_1h_tokens: cacheWrite1h,
    reasoning_tokens: counts.reasoning,
  };
}

function olderUsage(llmOutput: Fields): Fields {
  return fieldsOf(llmOutput['tokenUsage'] ?? llmOutput['estimatedTokenUsage'] ?? llmOutput['usage']);
}

function whole(value: unknown): number {
  return Math.max(0, Math.round(numberOf(value)));
}
