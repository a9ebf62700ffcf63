import type { ModelInvocationRow } from '../contract/rows.ts';
import { messageOf, sortOfFailure, statusOf } from './failure.ts';
import { nodeOf, threadOf } from './graph-callbacks.ts';
import { RecentMap } from '../contract/recent-map.ts';
import { type RunMap, graphNameOf } from './run-map.ts';
import { type Moment, moment } from './step-tracker.ts';
import { tokensOf } from './token-usage.ts';
import { type Fields, fieldsOf, listOf, textOf } from './unknown-value.ts';

interface Call {
  readonly begun: Moment;
  readonly row: Pick<ModelInvocationRow, 'thread_id' | 'node_id' | 'graph_name' | 'provider' | 'model' | 'effort'>;
  firstTokenMs: number | undefined;
}

const callsRemembered = 5_000;

/** Makes one row of every call of a model, whether it belongs to a graph or not. */
export class ModelCallbacks {
  private readonly runs: RunMap;
  private readonly write: (id: string, row: ModelInvocationRow) => void;
  private readonly calls = new RecentMap<string, Call>(callsRemembered);

  constructor(runs: RunMap, write: (id: string, row: ModelInvocationRow) => void) {
    this.runs = runs;
    this.write = write;
  }

  started(runId: string, parentId: string | undefined, extra: Fields, metadata: Fields, name: string): void {
    const run = this.runs.start(runId, parentId, name);
    const params = fieldsOf(extra['invocation_params']);
    const row = {
      thread_id: threadOf(run, metadata),
      node_id: nodeOf(metadata),
      graph_name: graphNameOf(run),
      provider: textOf(metadata['ls_provider']) || 'unknown',
      model: textOf(metadata['ls_model_name']) || textOf(params['model']) || name || 'unknown',
      effort: textOf(params['reasoning_effort']) || textOf(fieldsOf(params['reasoning'])['effort']),
    };
    this.calls.set(runId, { begun: moment(), row, firstTokenMs: undefined });
  }

  /** The first part of an answer that says something: many providers send an empty one before it. */
  token(runId: string, token: unknown, fields: unknown): void {
    const call = this.calls.get(runId);
    if (call === undefined || call.firstTokenMs !== undefined) return;
    const message = fieldsOf(fieldsOf(fieldsOf(fields)['chunk'])['message']);
    const isEmpty = token === '' && listOf(message['tool_call_chunks']).length === 0;
    if (!isEmpty) call.firstTokenMs = moment().steadyMs;
  }

  ended(runId: string, result: unknown): void {
    const [first] = listOf(listOf(fieldsOf(result)['generations'])[0]);
    const generation = fieldsOf(first);
    const message = fieldsOf(generation['message']);
    const response = fieldsOf(message['response_metadata']);
    const info = fieldsOf(generation['generationInfo']);
    const model = textOf(response['model_name']) || textOf(response['model']);
    this.close(runId, {
      ...tokensOf(result),
      ...(model === '' ? {} : { model }),
      tool_calls: Math.min(listOf(message['tool_calls']).length, 65_535),
      finish_reason:
        textOf(response['finish_reason']) || textOf(response['stop_reason']) || textOf(info['finish_reason']),
      request_id: requestIdOf(message, response),
      service_tier: textOf(response['service_tier']),
      ok: 1,
    });
  }

  failed(runId: string, error: unknown): void {
    this.close(runId, {
      ok: 0,
      error_msg: messageOf(error),
      error_type: sortOfFailure(error),
      status_code: statusOf(error),
    });
  }

  private close(runId: string, outcome: Partial<ModelInvocationRow> & Pick<ModelInvocationRow, 'ok'>): void {
    this.runs.end(runId);
    const call = this.calls.get(runId);
    if (call === undefined) return;
    this.calls.delete(runId);
    const { begun, firstTokenMs } = call;
    this.write(`langgraph:run:${runId}`, {
      ts_ms: begun.wallMs,
      ...call.row,
      source: 'langgraph',
      dur_us: microsSince(begun, moment().steadyMs),
      ttft_us: firstTokenMs === undefined ? 0 : microsSince(begun, firstTokenMs),
      ...outcome,
    });
  }
}

/** The answer as the provider names it; LangChain puts names of its own where there is none. */
function requestIdOf(message: Fields, response: Fields): string {
  const id = textOf(response['id']) || textOf(message['id']);
  return /^(?:run-|lc_|[0-9a-f]{8}-)/.test(id) ? '' : id;
}

export function microsSince(begun: Moment, steadyMs: number): number {
  return Math.max(0, Math.round((steadyMs - begun.steadyMs) * 1_000));
}
