import { randomUUID } from 'node:crypto';
import type { ModelInvocationRow, TraceEventRow } from '../../../contract/rows.ts';
import type { Attempt } from './attempt.ts';
import type { ModelRequest, ModelTarget, RouteHints } from './model-types.ts';
import type { Refusal } from './route.ts';

export interface RecordedAttempt {
  readonly request: ModelRequest;
  readonly target: ModelTarget;
  readonly attempt: Attempt;
  /** Which attempt for this request, from 1. */
  readonly number: number;
  readonly eventId: string;
  readonly reason: string;
  readonly sourceVersion: string;
}

/** One attempt as `hive.model_invocations` holds it, without a cost. Nothing of what was asked or said is in it. */
export function invocationRow(recorded: RecordedAttempt): ModelInvocationRow {
  const { request, target, attempt, number, eventId, reason, sourceVersion } = recorded;
  const { result, startedMs, ttftUs, durUs } = attempt;
  const { threadId, nodeId, graphName } = request.purpose;
  const usage = result.ok ? result.value.usage : result.error.usage;
  return {
    ts_ms: startedMs,
    thread_id: threadId,
    node_id: nodeId,
    graph_name: graphName,
    provider: target.provider,
    model: target.model,
    ...usage,
    dur_us: durUs,
    ttft_us: ttftUs,
    ok: result.ok ? 1 : 0,
    event_id: eventId,
    source: 'hivebar',
    source_version: sourceVersion,
    attempt: number,
    route: target.route,
    route_reason: reason,
    ...(result.ok
      ? { finish_reason: result.value.finishReason, request_id: result.value.requestId }
      : { error_type: result.error.kind, error_msg: result.error.message, status_code: result.error.statusCode }),
  };
}

/** A request that no model was asked for, as `seq.trace_events` holds it. */
export function refusalRow(
  { purpose }: ModelRequest,
  hints: RouteHints,
  { code, message }: Refusal<string>,
  nowMs: number,
): TraceEventRow {
  return {
    ts_ms: nowMs,
    level: 'info',
    component: 'always-on-agent',
    event: 'model.refused',
    message,
    attributes: JSON.stringify({ code, ...purpose, ...hints }),
    event_id: `hivebar:${randomUUID()}`,
  };
}
