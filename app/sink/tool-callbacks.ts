import { Buffer } from 'node:buffer';
import type { ToolCallRow } from '../contract/rows.ts';
import { isHandOver, isInterrupt, messageOf, sortOfFailure } from './failure.ts';
import { nodeOf, threadOf } from './graph-callbacks.ts';
import { microsSince } from './model-callbacks.ts';
import { RecentMap } from '../contract/recent-map.ts';
import type { RunMap } from './run-map.ts';
import { type Moment, moment } from './step-tracker.ts';
import { type Fields, fieldsOf, jsonOf, textOf } from './unknown-value.ts';

/** More than this is not kept by Hivebar either; sizes are those of the whole. */
const contentLimit = 65_536;
const callsRemembered = 5_000;

interface Call {
  readonly begun: Moment;
  readonly row: Pick<
    ToolCallRow,
    'thread_id' | 'node_id' | 'tool_name' | 'input_json' | 'input_bytes' | 'tool_call_id'
  >;
}

/** Makes one row of every call of a tool. */
export class ToolCallbacks {
  private readonly runs: RunMap;
  private readonly write: (id: string, row: ToolCallRow) => void;
  private readonly calls = new RecentMap<string, Call>(callsRemembered);

  constructor(runs: RunMap, write: (id: string, row: ToolCallRow) => void) {
    this.runs = runs;
    this.write = write;
  }

  started(told: {
    readonly runId: string;
    readonly parentId: string | undefined;
    readonly name: string;
    readonly input: unknown;
    readonly toolCallId: string;
    readonly metadata: Fields;
  }): void {
    const { runId, name, metadata } = told;
    const run = this.runs.start(runId, told.parentId, name);
    const input = jsonOf(told.input);
    const row = {
      thread_id: threadOf(run, metadata),
      node_id: nodeOf(metadata),
      tool_name: name || 'unknown',
      tool_call_id: told.toolCallId,
      input_json: input.slice(0, contentLimit),
      input_bytes: Buffer.byteLength(input),
    };
    this.calls.set(runId, { begun: moment(), row });
  }

  ended(runId: string, output: unknown): void {
    const message = fieldsOf(output);
    // A tool answers with a message, or with anything.
    const isMessage = 'tool_call_id' in message || 'content' in message;
    const content = jsonOf(isMessage ? message['content'] : output);
    const failed = message['status'] === 'error';
    const toolCallId = textOf(message['tool_call_id']);
    this.close(runId, {
      ok: failed ? 0 : 1,
      ...(failed ? { error_type: 'error', error_msg: content.slice(0, 4_000) } : {}),
      ...(toolCallId === '' ? {} : { tool_call_id: toolCallId }),
      output_json: content.slice(0, contentLimit),
      output_bytes: Buffer.byteLength(content),
    });
  }

  failed(runId: string, error: unknown): void {
    if (isInterrupt(error)) {
      // The call waits for a person and is made again once they have answered: that one is told.
      this.runs.end(runId);
      this.calls.delete(runId);
    } else if (isHandOver(error)) this.close(runId, { ok: 1 });
    else this.close(runId, { ok: 0, error_type: sortOfFailure(error), error_msg: messageOf(error) });
  }

  private close(runId: string, outcome: Partial<ToolCallRow> & Pick<ToolCallRow, 'ok'>): void {
    this.runs.end(runId);
    const call = this.calls.get(runId);
    if (call === undefined) return;
    this.calls.delete(runId);
    this.write(`langgraph:run:${runId}`, {
      ts_ms: call.begun.wallMs,
      ...call.row,
      dur_us: microsSince(call.begun, moment().steadyMs),
      ...outcome,
    });
  }
}
