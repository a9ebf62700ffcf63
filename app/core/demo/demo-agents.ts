import type { ModelInvocationRow, SuperstepRow, ToolCallRow } from '../../contract/rows.ts';
import { type DemoGraph, type DemoModel, graphs, models, tools } from './cast.ts';
import type { DemoDay } from './demo-day.ts';
import type { Random } from './random.ts';

export interface AgentRows {
  readonly modelInvocations: ModelInvocationRow[];
  readonly toolCalls: ToolCallRow[];
  readonly supersteps: SuperstepRow[];
}

/** What the agents did on one day: most sessions while the person works, some by themselves at night. */
export function* agentSessions(day: DemoDay, scale: number): Generator<AgentRows> {
  const { random } = day;
  const busy = Math.max(1, day.work.length);
  const sessions = Math.round(busy * random.skewed(5, 0.3) * scale);
  for (let number = 0; number < sessions; number += 1) {
    const span = random.chance(0.93) ? day.work[random.whole(0, day.work.length - 1)] : undefined;
    const startMs = span?.startMs ?? day.startMs;
    const endMs = span?.endMs ?? day.endMs;
    const at = startMs + Math.floor(random.next() * (endMs - startMs));
    yield sessionRows({
      startMs: at,
      endMs: day.endMs,
      endIsNow: day.number === 0,
      threadId: `demo-${day.startMs / 1000}-${number}`,
      random,
    });
  }
}

interface Session {
  readonly startMs: number;
  /** Nothing is written that lies after this. */
  readonly endMs: number;
  /** Whether what lasts longer is still going on. */
  readonly endIsNow: boolean;
  readonly threadId: string;
  readonly random: Random;
}

function sessionRows(session: Session): AgentRows {
  const { random, threadId } = session;
  const rows: AgentRows = { modelInvocations: [], toolCalls: [], supersteps: [] };
  const graph = random.weighted(graphs);
  const model = random.weighted(models);
  const steps = random.whole(3, 14);
  let at = session.startMs;
  for (let index = 0; index < steps && at < session.endMs; index += 1) {
    const node = graph.nodes[index % graph.nodes.length] ?? graph.nodes[0];
    const step = { startMs: at, index, node, graph, model, threadId, random };
    const taskCount = node === graph.parallel ? random.whole(2, 3) : 1;
    const tasks = Array.from({ length: taskCount }, (_, number) => taskRows(step, number));
    for (const task of tasks) {
      rows.modelInvocations.push(task.invocation);
      rows.toolCalls.push(...task.toolCalls);
      rows.supersteps.push(...task.supersteps);
    }
    const endMs = Math.max(...tasks.map((task) => task.endMs));
    const isBroken = tasks.some((task) => task.invocation.ok === 0) && random.chance(0.4);
    const status = isBroken ? 'error' : random.chance(0.015) ? 'interrupted' : 'finished';
    rows.supersteps.push(...stepRows({ ...step, endMs, status, tasks: taskCount, namespace: '' }));
    if (status !== 'finished') break;
    at = endMs + random.whole(5, 400);
  }
  return withoutFuture(rows, session);
}

/** A step while its rows are made. */
interface Step {
  readonly startMs: number;
  readonly index: number;
  readonly node: string;
  readonly graph: DemoGraph;
  readonly model: DemoModel;
  readonly threadId: string;
  readonly random: Random;
}

interface TaskRows {
  readonly invocation: ModelInvocationRow;
  readonly toolCalls: ToolCallRow[];
  readonly supersteps: SuperstepRow[];
  readonly endMs: number;
}

/** One task of a step: a model call and the tools it asks for, in a node that is a graph with steps of their own. */
function taskRows(step: Step, number: number): TaskRows {
  const { startMs, graph, model, threadId, random } = step;
  const subgraph = step.node === graph.subgraph?.node ? graph.subgraph : undefined;
  const eventId = number === 0 ? `${threadId}-${step.index}` : `${threadId}-${step.index}.${number}`;
  const ids = { threadId, agentId: `${threadId}-main`, eventId };
  const invocation = invocationRow(startMs, graph, model, { ...ids, node: subgraph?.first ?? step.node }, random);
  const calledMs = startMs + Math.ceil((invocation.dur_us ?? 0) / 1000);
  const toolCalls: ToolCallRow[] = [];
  let endMs = calledMs;
  for (let call = 0; call < (invocation.tool_calls ?? 0); call += 1) {
    const node = subgraph?.then ?? step.node;
    const row = toolRow(endMs, { ...ids, node, eventId: `${eventId}-t${call}` }, random);
    toolCalls.push(row);
    endMs += Math.ceil(((row.dur_us ?? 0) + (row.wait_us ?? 0)) / 1000);
  }
  if (subgraph === undefined) return { invocation, toolCalls, supersteps: [], endMs };
  const inner = { ...step, tasks: 1, namespace: `${step.node}:${eventId}` };
  const status = invocation.ok === 0 ? 'error' : 'finished';
  const supersteps = stepRows({ ...inner, index: 1, startMs, endMs: calledMs, status });
  if (toolCalls.length > 0) {
    supersteps.push(...stepRows({ ...inner, index: 2, startMs: calledMs, endMs, status: 'finished' }));
  }
  return { invocation, toolCalls, supersteps, endMs };
}

interface Ids {
  readonly threadId: string;
  readonly agentId: string;
  readonly node: string;
  readonly eventId: string;
}

function invocationRow(tsMs: number, graph: DemoGraph, model: DemoModel, ids: Ids, random: Random): ModelInvocationRow {
  const ok = random.chance(model.failureRate * (ids.node === 'test' ? 3 : 1)) ? 0 : 1;
  const [errorType, errorMessage, statusCode] = random.pick(failures);
  const context = Math.round(random.skewed(9000, 0.8));
  const cached = model.caches ? Math.round(context * random.next() * 0.9) : 0;
  const output = ok === 1 ? Math.round(random.skewed(380, 0.9)) : 0;
  const reasoning = model.reasons && ok === 1 ? Math.round(random.skewed(250, 0.9)) : 0;
  const written = model.caches && ok === 1 ? Math.round(context * random.next() * 0.15) : 0;
  const input = ok === 1 ? context - cached : 0;
  const ttftMs = random.skewed(model.ttftMs, 0.5);
  const durMs = ttftMs + ((output + reasoning) / model.tokensPerSecond) * 1000;
  const price = model.usdPerMillion;
  return {
    ts_ms: tsMs,
    thread_id: ids.threadId,
    node_id: ids.node,
    graph_name: graph.name,
    provider: model.provider,
    model: model.model,
    input_tokens: input,
    output_tokens: output,
    dur_us: Math.round(durMs * 1000),
    ttft_us: ok === 1 ? Math.round(ttftMs * 1000) : 0,
    tool_calls: ok === 1 ? Math.max(0, random.whole(-1, 3)) : 0,
    ok,
    error_msg: ok === 1 ? '' : errorMessage,
    event_id: `${ids.eventId}-m`,
    source: model.source,
    source_version: 'demo',
    cache_read_tokens: ok === 1 ? cached : 0,
    cache_write_5m_tokens: written,
    reasoning_tokens: reasoning,
    // A dollar per million tokens is a micro-dollar per token.
    cost_micros:
      price === undefined
        ? null
        : ok === 0
          ? 0
          : Math.round(input * price[0] + (output + reasoning) * price[1] + cached * price[2] + written * price[3]),
    cost_source: price === undefined ? 'unknown' : 'computed',
    price_rev: price === undefined ? '' : 'demo',
    request_id: `${ids.eventId}-r`,
    attempt: ok === 1 ? 1 : random.whole(1, 3),
    status_code: ok === 1 ? 200 : statusCode,
    error_type: ok === 1 ? '' : errorType,
    finish_reason: ok === 1 ? random.pick(['stop', 'tool_use', 'length']) : '',
    service_tier: 'standard',
    agent_id: ids.agentId,
    query_source: 'main',
  };
}

const failures = [
  ['rate_limit', 'demo: too many requests, try again in 20 s', 429],
  ['overloaded', 'demo: the provider is overloaded', 529],
  ['timeout', 'demo: no answer within 60 s', 0],
] as const;

function toolRow(tsMs: number, ids: Ids, random: Random): ToolCallRow {
  const tool = random.weighted(tools);
  const rejected = tool.asksPermission && random.chance(0.02);
  const ok = rejected || random.chance(tool.failureRate) ? 0 : 1;
  const input = JSON.stringify({ demo: true, argument: ids.eventId });
  const output = ok === 1 ? JSON.stringify({ demo: true, lines: random.whole(1, 400) }) : '';
  return {
    ts_ms: tsMs,
    thread_id: ids.threadId,
    node_id: ids.node,
    tool_name: tool.name,
    input_json: input,
    output_json: output,
    dur_us: rejected ? 0 : Math.round(random.skewed(tool.durationMs, 0.8) * 1000),
    ok,
    event_id: ids.eventId,
    tool_call_id: `${ids.eventId}-c`,
    error_type: ok === 1 ? '' : rejected ? 'rejected' : tool.failure[0],
    error_msg: ok === 1 ? '' : rejected ? 'demo: the person said no' : tool.failure[1],
    decision: rejected ? 'reject' : tool.asksPermission ? 'accept' : '',
    decision_source: tool.asksPermission ? 'user' : '',
    wait_us: tool.asksPermission ? Math.round(random.skewed(3_000_000, 0.9)) : 0,
    mcp_server: tool.mcpServer,
    input_bytes: input.length,
    output_bytes: output.length,
    agent_id: ids.agentId,
  };
}

interface EndedStep extends Pick<Step, 'startMs' | 'index' | 'graph' | 'threadId' | 'random'> {
  readonly endMs: number;
  readonly status: 'finished' | 'interrupted' | 'error';
  readonly tasks: number;
  /** Of the subgraph that the step belongs to, else empty. */
  readonly namespace: string;
}

function stepRows({
  startMs,
  endMs,
  index,
  graph,
  threadId,
  random,
  status,
  tasks,
  namespace,
}: EndedStep): SuperstepRow[] {
  const started: SuperstepRow = {
    ts_ms: startMs,
    thread_id: threadId,
    graph_name: graph.name,
    graph_version: graph.version,
    step_index: index,
    frontier_count: tasks,
    status: 'started',
    checkpoint_ns: namespace,
  };
  return [
    started,
    {
      ...started,
      writes: status === 'error' ? 0 : random.whole(1, 5),
      dur_us: (endMs - startMs) * 1000,
      status,
      checkpoint_id: `${threadId}-${namespace}-k${index}`,
      error_msg: status === 'error' ? 'demo: the step failed with its model call' : '',
    },
  ];
}

/** What begins later is not there; what is not over now has not been told yet, but for the begin of a step. */
function withoutFuture(rows: AgentRows, { endMs, endIsNow }: Session): AgentRows {
  function isPast(row: { ts_ms: number; dur_us?: number; wait_us?: number }): boolean {
    const lastsMs = endIsNow ? ((row.dur_us ?? 0) + (row.wait_us ?? 0)) / 1000 : 0;
    return row.ts_ms < endMs && row.ts_ms + lastsMs <= endMs;
  }
  return {
    modelInvocations: rows.modelInvocations.filter(isPast),
    toolCalls: rows.toolCalls.filter(isPast),
    supersteps: rows.supersteps.filter(isPast),
  };
}
