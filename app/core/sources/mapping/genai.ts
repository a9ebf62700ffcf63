import type { Attributes, OtlpSpan } from '../otlp/otlp-record.ts';
import { text } from './attributes.ts';
import type { CallKeys, Convention, SpanSort, ToolKeys } from './inference-convention.ts';
import { countIndexed, countToolCallParts } from './inference-tool-count.ts';

/**
 * The GenAI conventions of OpenTelemetry, every generation of names, and the variants of programs that were early.
 * Other conventions write these names beside their own and build on these tables.
 */

const sortsByOperation: Readonly<Record<string, SpanSort>> = {
  chat: 'inference',
  generate_content: 'inference',
  text_completion: 'inference',
  completion: 'inference',
  llm_call: 'inference',
  execute_tool: 'tool',
  tool_call: 'tool',
};

export const genaiCall: CallKeys = {
  provider: ['gen_ai.provider.name', 'gen_ai.system'],
  model: ['gen_ai.response.model', 'gen_ai.request.model'],
  requestId: ['gen_ai.response.id'],
  usage: {
    input: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
    output: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
    cacheRead: [
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_read_input_tokens',
      'gen_ai.usage.input_tokens.cached',
      'gen_ai.usage.cached_input_tokens',
      'gen_ai.usage.details.cache_read_tokens',
      'gen_ai.usage.details.cached_tokens',
    ],
    cacheWrite: [
      'gen_ai.usage.cache_write.input_tokens',
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.cache_write_input_tokens',
      'gen_ai.usage.cache_creation_input_tokens',
      'gen_ai.usage.input_tokens.cache_write',
      'gen_ai.usage.details.cache_write_tokens',
    ],
    cacheWrite5m: ['gen_ai.usage.cache_creation.ephemeral_5m_input_tokens'],
    cacheWrite1h: ['gen_ai.usage.cache_creation.ephemeral_1h_input_tokens'],
    reasoning: [
      'gen_ai.usage.reasoning.output_tokens',
      'gen_ai.usage.reasoning_tokens',
      'gen_ai.usage.output_tokens.reasoning',
      'gen_ai.usage.reasoning_output_tokens',
      'gen_ai.usage.details.reasoning_tokens',
    ],
    total: ['gen_ai.usage.total_tokens', 'llm.usage.total_tokens'],
  },
  cost: ['gen_ai.usage.cost', 'gen_ai.usage.cost.total', 'gen_ai.usage.total_cost'],
  firstToken: [
    { key: 'gen_ai.response.time_to_first_chunk', microsPerUnit: 1_000_000 },
    { key: 'gen_ai.response.time_to_first_token', microsPerUnit: 1_000_000 },
    { key: 'gen_ai.server.time_to_first_token', microsPerUnit: 1_000_000 },
    { key: 'ttft_ms', microsPerUnit: 1000 },
  ],
  firstTokenEvents: ['gen_ai.content.completion.chunk', 'llm.content.completion.chunk'],
  finish: ['gen_ai.response.finish_reasons', 'gen_ai.response.finish_reason', 'gen_ai.response.stop_reason'],
  serviceTier: [
    'openai.response.service_tier',
    'gen_ai.openai.response.service_tier',
    'openai.request.service_tier',
    'gen_ai.openai.request.service_tier',
  ],
  effort: [
    'gen_ai.request.reasoning_effort',
    'gen_ai.request.reasoning.effort',
    'gen_ai.openai.request.reasoning_effort',
  ],
  countToolCalls: countGenaiToolCalls,
};

export const genaiTool: ToolKeys = {
  name: ['gen_ai.tool.name'],
  callId: ['gen_ai.tool.call.id', 'gen_ai.tool.call_id'],
  input: ['gen_ai.tool.call.arguments', 'gen_ai.tool.arguments', 'gen_ai.tool.input', 'tool_arguments'],
  output: ['gen_ai.tool.call.result', 'gen_ai.tool.result', 'gen_ai.tool.output', 'tool_response'],
  mcpServer: ['mcp.server.name', 'gen_ai.tool.mcp.server.name'],
};

export const genai: Convention = {
  name: 'otel-genai',
  jsonAttributes: [],
  context: {
    thread: ['gen_ai.conversation.id', 'session.id', 'thread_id', 'langgraph.thread_id'],
    node: ['gen_ai.agent.name', 'gen_ai.agent.id', 'langgraph.node', 'langgraph_node'],
    graph: ['gen_ai.workflow.name'],
  },
  agentId: ['gen_ai.agent.id'],
  call: genaiCall,
  tool: genaiTool,
  sortOf: genaiSort,
};

/** Spans of the first generation name no operation: what names provider and model is a request. */
export function genaiSort({ attributes }: OtlpSpan): SpanSort | undefined {
  const operation = text(attributes, 'gen_ai.operation.name').toLowerCase();
  if (operation !== '') return sortsByOperation[operation] ?? 'outer';
  const { provider, model } = genaiCall;
  if (text(attributes, ...provider) !== '' && text(attributes, ...model) !== '') return 'inference';
  if (text(attributes, 'gen_ai.tool.name') !== '') return 'tool';
  return text(attributes, 'gen_ai.agent.name', 'gen_ai.workflow.name') === '' ? undefined : 'outer';
}

const indexedToolCall = /^gen_ai\.completion\.\d+\.tool_calls\.\d+(?=\.)/;

function countGenaiToolCalls(attributes: Attributes): number {
  return countToolCallParts(attributes['gen_ai.output.messages']) || countIndexed(attributes, indexedToolCall);
}
