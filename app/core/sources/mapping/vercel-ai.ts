import type { Attributes } from '../otlp/otlp-record.ts';
import { text } from './attributes.ts';
import { genaiCall } from './genai.ts';
import type { Convention } from './inference-convention.ts';
import { countList } from './inference-tool-count.ts';

const metadata = 'ai.telemetry.metadata';
const vendor = 'ai.response.providerMetadata';

/** The Vercel AI SDK, versions 4 to 6, by its `experimental_telemetry`. Version 7 writes the GenAI names alone. */
export const vercelAi: Convention = {
  name: 'vercel-ai',
  jsonAttributes: [vendor],
  context: {
    thread: [
      `${metadata}.threadId`,
      `${metadata}.thread_id`,
      `${metadata}.sessionId`,
      `${metadata}.session_id`,
      `${metadata}.conversationId`,
      `${metadata}.chatId`,
    ],
    node: [`${metadata}.langgraph_node`, 'ai.telemetry.functionId', `${metadata}.agentName`],
    graph: [`${metadata}.workflowName`],
  },
  agentId: [`${metadata}.agentId`],
  call: {
    provider: ['ai.model.provider', ...genaiCall.provider],
    model: ['ai.response.model', 'ai.model.id', ...genaiCall.model],
    requestId: ['ai.response.id', ...genaiCall.requestId],
    usage: {
      input: ['ai.usage.inputTokens', 'ai.usage.promptTokens', ...genaiCall.usage.input],
      output: ['ai.usage.outputTokens', 'ai.usage.completionTokens', ...genaiCall.usage.output],
      cacheRead: [
        'ai.usage.inputTokenDetails.cacheReadTokens',
        'ai.usage.cachedInputTokens',
        `${vendor}.anthropic.cacheReadInputTokens`,
        `${vendor}.anthropic.usage.cache_read_input_tokens`,
        `${vendor}.bedrock.usage.cacheReadInputTokens`,
        `${vendor}.openai.cachedPromptTokens`,
        ...genaiCall.usage.cacheRead,
      ],
      cacheWrite: [
        'ai.usage.inputTokenDetails.cacheWriteTokens',
        `${vendor}.anthropic.cacheCreationInputTokens`,
        `${vendor}.anthropic.usage.cache_creation_input_tokens`,
        `${vendor}.bedrock.usage.cacheWriteInputTokens`,
        ...genaiCall.usage.cacheWrite,
      ],
      cacheWrite5m: [`${vendor}.anthropic.usage.cache_creation.ephemeral_5m_input_tokens`],
      cacheWrite1h: [`${vendor}.anthropic.usage.cache_creation.ephemeral_1h_input_tokens`],
      reasoning: [
        'ai.usage.outputTokenDetails.reasoningTokens',
        'ai.usage.reasoningTokens',
        `${vendor}.openai.reasoningTokens`,
        ...genaiCall.usage.reasoning,
      ],
      total: ['ai.usage.totalTokens'],
    },
    cost: [`${vendor}.gateway.cost`, `${vendor}.openrouter.usage.cost`],
    firstToken: [
      { key: 'ai.response.msToFirstChunk', microsPerUnit: 1000 },
      { key: 'ai.stream.msToFirstChunk', microsPerUnit: 1000 },
    ],
    firstTokenEvents: ['ai.stream.firstChunk'],
    finish: ['ai.response.finishReason', 'ai.finishReason', ...genaiCall.finish],
    serviceTier: [`${vendor}.openai.serviceTier`, `${vendor}.anthropic.usage.service_tier`],
    effort: [],
    countToolCalls: (attributes) => countList(attributes['ai.response.toolCalls'] ?? attributes['ai.result.toolCalls']),
  },
  tool: {
    name: ['ai.toolCall.name'],
    callId: ['ai.toolCall.id'],
    input: ['ai.toolCall.args'],
    output: ['ai.toolCall.result'],
    mcpServer: [],
  },
  sortOf({ attributes }) {
    const operation = text(attributes, 'ai.operationId');
    if (operation === '') return undefined;
    if (operation === 'ai.toolCall') return 'tool';
    return /\.do(Generate|Stream)$/.test(operation) ? 'inference' : 'outer';
  },
  tellsCacheBesideInput,
};

/** Before version 6 the SDK handed on what Anthropic and Bedrock count, and they count cached input apart. */
function tellsCacheBesideInput(attributes: Attributes): boolean {
  if (
    text(attributes, 'ai.usage.inputTokenDetails.noCacheTokens', 'ai.usage.inputTokenDetails.cacheReadTokens') !== ''
  ) {
    return false;
  }
  return /anthropic|bedrock/.test(text(attributes, 'ai.model.provider', 'gen_ai.system'));
}
