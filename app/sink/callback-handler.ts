import { GraphCallbacks } from './graph-callbacks.ts';
import { ModelCallbacks } from './model-callbacks.ts';
import { RunMap } from './run-map.ts';
import type { RowWriter } from './row-writer.ts';
import type { StepTracker } from './step-tracker.ts';
import { ToolCallbacks } from './tool-callbacks.ts';
import { fieldsOf, listOf, textOf } from './unknown-value.ts';

type RunId = string;
type Parent = string | undefined;

/** A callback handler as LangChain takes it in `callbacks`, made without LangChain. No method throws or waits. */
export interface SinkHandler {
  readonly name: string;
  /** Called in order and at once, not from a queue in the background: all methods return right away. */
  readonly awaitHandlers: true;
  readonly raiseError: false;
  readonly ignoreLLM: false;
  readonly ignoreChain: false;
  readonly ignoreAgent: false;
  handleChainStart(
    chain: unknown,
    inputs: unknown,
    runId: RunId,
    parent?: Parent,
    tags?: unknown,
    metadata?: unknown,
    runType?: unknown,
    runName?: unknown,
  ): void;
  handleChainEnd(outputs: unknown, runId: RunId): void;
  handleChainError(error: unknown, runId: RunId): void;
  handleChatModelStart(
    model: unknown,
    messages: unknown,
    runId: RunId,
    parent?: Parent,
    extra?: unknown,
    tags?: unknown,
    metadata?: unknown,
    runName?: unknown,
  ): void;
  handleLLMStart(
    model: unknown,
    prompts: unknown,
    runId: RunId,
    parent?: Parent,
    extra?: unknown,
    tags?: unknown,
    metadata?: unknown,
    runName?: unknown,
  ): void;
  handleLLMNewToken(
    token: unknown,
    index: unknown,
    runId: RunId,
    parent?: Parent,
    tags?: unknown,
    fields?: unknown,
  ): void;
  handleLLMEnd(result: unknown, runId: RunId): void;
  handleLLMError(error: unknown, runId: RunId): void;
  handleToolStart(
    tool: unknown,
    input: unknown,
    runId: RunId,
    parent?: Parent,
    tags?: unknown,
    metadata?: unknown,
    runName?: unknown,
    toolCallId?: unknown,
  ): void;
  handleToolEnd(output: unknown, runId: RunId): void;
  handleToolError(error: unknown, runId: RunId): void;
}

export function callbackHandler(tracker: StepTracker, rows: RowWriter, graphVersion: number): SinkHandler {
  const runs = new RunMap(() => tracker.view('callbacks'));
  const graphs = new GraphCallbacks(runs, tracker, graphVersion);
  const models = new ModelCallbacks(runs, (id, row) => rows.write('hive.model_invocations', id, row));
  const tools = new ToolCallbacks(runs, (id, row) => rows.write('hive.tool_calls', id, row));
  const { guard } = rows;
  const modelStarted: SinkHandler['handleLLMStart'] = (model, _, runId, parent, extra, __, metadata, runName) =>
    guard(() => models.started(runId, parent, fieldsOf(extra), fieldsOf(metadata), nameOf(model, runName)));

  return {
    name: 'hivebar',
    awaitHandlers: true,
    raiseError: false,
    ignoreLLM: false,
    ignoreChain: false,
    ignoreAgent: false,
    handleChainStart: (chain, _, runId, parent, tags, metadata, __, runName) =>
      guard(() => graphs.started(runs.start(runId, parent, nameOf(chain, runName)), listOf(tags), fieldsOf(metadata))),
    handleChainEnd: (outputs, runId) => guard(() => graphs.ended(runId, outputs)),
    handleChainError: (error, runId) => guard(() => graphs.failed(runId, error)),
    handleChatModelStart: modelStarted,
    handleLLMStart: modelStarted,
    handleLLMNewToken: (token, _, runId, __, ___, fields) => guard(() => models.token(runId, token, fields)),
    handleLLMEnd: (result, runId) => guard(() => models.ended(runId, result)),
    handleLLMError: (error, runId) => guard(() => models.failed(runId, error)),
    handleToolStart: (tool, input, runId, parentId, _, metadata, runName, toolCallId) =>
      guard(() => {
        const name = nameOf(tool, runName);
        const told = { runId, parentId, name, input, toolCallId: textOf(toolCallId), metadata: fieldsOf(metadata) };
        tools.started(told);
      }),
    handleToolEnd: (output, runId) => guard(() => tools.ended(runId, output)),
    handleToolError: (error, runId) => guard(() => tools.failed(runId, error)),
  };
}

/** The name that the run was given, else that of what runs. */
function nameOf(serialized: unknown, runName: unknown): string {
  const { name, id } = fieldsOf(serialized);
  return textOf(runName) || textOf(name) || textOf(listOf(id).at(-1));
}
