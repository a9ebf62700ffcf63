import type { OtlpSpan } from '../otlp/otlp-record.ts';
import { text } from './attributes.ts';
import type { Convention, SpanSort } from './inference-convention.ts';
import { countIndexed } from './inference-tool-count.ts';

const sortsByKind: Readonly<Record<string, SpanSort>> = { LLM: 'inference', TOOL: 'tool' };

const indexedToolCall = /^llm\.output_messages\.\d+\.message\.tool_calls\.\d+(?=\.)/;

/** OpenInference: the instrumentations of Arize Phoenix, for LangChain, LlamaIndex, the OpenAI SDK and many more. */
export const openinference: Convention = {
  name: 'openinference',
  jsonAttributes: ['metadata', 'llm.invocation_parameters'],
  context: {
    thread: ['session.id', 'metadata.thread_id', 'metadata.session_id', 'metadata.conversation_id'],
    node: ['graph.node.id', 'graph.node.name', 'metadata.langgraph_node', 'agent.name'],
    graph: [],
  },
  agentId: ['agent.id'],
  call: {
    provider: ['llm.provider', 'metadata.ls_provider', 'llm.system'],
    model: [
      'llm.response.model_name',
      'llm.output_model_name',
      'llm.model_name',
      'llm.request.model_name',
      'llm.invocation_parameters.model',
      'llm.invocation_parameters.model_name',
      'metadata.ls_model_name',
    ],
    requestId: ['llm.response.id'],
    usage: {
      input: ['llm.token_count.prompt'],
      output: ['llm.token_count.completion'],
      cacheRead: ['llm.token_count.prompt_details.cache_read', 'llm.token_count.prompt_details.cache_input'],
      cacheWrite: ['llm.token_count.prompt_details.cache_write'],
      cacheWrite5m: [],
      cacheWrite1h: [],
      reasoning: ['llm.token_count.completion_details.reasoning'],
      total: ['llm.token_count.total'],
    },
    cost: ['llm.cost.total'],
    firstToken: [],
    firstTokenEvents: ['First Token Stream Event', 'first_token'],
    finish: ['llm.finish_reason', 'llm.response.finish_reason'],
    serviceTier: ['llm.invocation_parameters.service_tier'],
    effort: ['llm.invocation_parameters.reasoning_effort', 'llm.invocation_parameters.reasoning.effort'],
    countToolCalls: (attributes) => countIndexed(attributes, indexedToolCall),
  },
  tool: {
    name: ['tool.name'],
    callId: ['tool_call.id', 'tool.id'],
    input: ['input.value', 'tool.parameters', 'tool_call.function.arguments'],
    output: ['output.value'],
    mcpServer: [],
  },
  sortOf({ attributes }) {
    const kind = text(attributes, 'openinference.span.kind').toUpperCase();
    return kind === '' ? undefined : (sortsByKind[kind] ?? 'outer');
  },
  nameOfOuter,
};

/** The outermost chain or agent is the graph: LangGraph names it as `compile({ name })` said. */
function nameOfOuter(span: OtlpSpan): { node?: string; graph?: string } {
  const kind = text(span.attributes, 'openinference.span.kind').toUpperCase();
  if (kind !== 'CHAIN' && kind !== 'AGENT') return {};
  return span.parentSpanId === '' ? { graph: span.name } : kind === 'AGENT' ? { node: span.name } : {};
}
