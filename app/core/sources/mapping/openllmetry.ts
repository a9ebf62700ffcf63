import type { Attributes, OtlpSpan } from '../otlp/otlp-record.ts';
import { text } from './attributes.ts';
import { genai, genaiCall, genaiSort, genaiTool } from './genai.ts';
import type { Convention, SpanSort } from './inference-convention.ts';
import { countIndexed } from './inference-tool-count.ts';

const sortsByKind: Readonly<Record<string, SpanSort>> = {
  tool: 'tool',
  workflow: 'outer',
  task: 'outer',
  agent: 'outer',
};

const sortsByRequest: Readonly<Record<string, SpanSort>> = { chat: 'inference', completion: 'inference' };

const marks = [
  'traceloop.span.kind',
  'traceloop.workflow.name',
  'traceloop.entity.name',
  'traceloop.entity.path',
  'llm.request.type',
  'llm.vendor',
] as const;

const indexedToolCall = /^llm\.completions\.\d+\.(tool_calls\.\d+|function_call)(?=\.)/;

/** OpenLLMetry (Traceloop): its workflow decorators, and requests in GenAI names of several ages, `llm.*` before them. */
export const openllmetry: Convention = {
  name: 'openllmetry',
  jsonAttributes: [],
  context: {
    thread: [
      'traceloop.association.properties.thread_id',
      'traceloop.association.properties.session_id',
      'traceloop.association.properties.conversation_id',
      'traceloop.association.properties.chat_id',
      ...genai.context.thread,
    ],
    node: ['traceloop.association.properties.langgraph_node', 'traceloop.entity.path', ...genai.context.node],
    graph: ['traceloop.workflow.name', ...genai.context.graph],
  },
  agentId: genai.agentId,
  call: {
    ...genaiCall,
    provider: [...genaiCall.provider, 'traceloop.association.properties.ls_provider', 'llm.vendor'],
    model: [...genaiCall.model, 'llm.response.model', 'llm.request.model'],
    usage: {
      ...genaiCall.usage,
      input: [...genaiCall.usage.input, 'llm.usage.prompt_tokens'],
      output: [...genaiCall.usage.output, 'llm.usage.completion_tokens'],
      cacheRead: [...genaiCall.usage.cacheRead, 'llm.usage.cache_read_input_tokens'],
      cacheWrite: [...genaiCall.usage.cacheWrite, 'llm.usage.cache_creation_input_tokens'],
      reasoning: [...genaiCall.usage.reasoning, 'llm.usage.reasoning_tokens'],
    },
    finish: [
      ...genaiCall.finish,
      'gen_ai.completion.0.finish_reason',
      'llm.response.finish_reason',
      'llm.response.stop_reason',
      'llm.completions.0.finish_reason',
    ],
    effort: [...genaiCall.effort, 'llm.request.reasoning_effort'],
    countToolCalls,
  },
  tool: {
    ...genaiTool,
    name: ['traceloop.entity.name', ...genaiTool.name],
    input: ['traceloop.entity.input', ...genaiTool.input],
    output: ['traceloop.entity.output', ...genaiTool.output],
  },
  sortOf,
  nameOfOuter: ({ attributes }) => ({ node: text(attributes, 'traceloop.entity.name') }),
};

/** Every span within a workflow carries its name, so that a mark alone says only whose convention it is. */
function sortOf(span: OtlpSpan): SpanSort | undefined {
  const { attributes } = span;
  if (text(attributes, ...marks) === '') return undefined;
  const kind = sortsByKind[text(attributes, 'traceloop.span.kind').toLowerCase()];
  if (kind !== undefined) return kind;
  const request = text(attributes, 'llm.request.type').toLowerCase();
  if (request !== '' && request !== 'unknown') return sortsByRequest[request] ?? 'outer';
  return genaiSort(span);
}

function countToolCalls(attributes: Attributes): number {
  return genaiCall.countToolCalls(attributes) || countIndexed(attributes, indexedToolCall);
}
