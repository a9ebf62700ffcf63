import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { callbackHandler, type SinkHandler } from '../../../sink/callback-handler.ts';
import type { RowWriter } from '../../../sink/row-writer.ts';
import { StepTracker } from '../../../sink/step-tracker.ts';
import type { AgentRow } from '../../sources/agents/agent-row.ts';

/** Raised whenever the nodes or edges of the graph change. */
const agentGraphVersion = 1;

/**
 * Records the graph's steps with the very code that `hivebar/sink` gives to every LangGraph program. Calls of models and
 * tools are not LangChain's here: whoever makes them records them.
 */
export class StepRecorder extends BaseCallbackHandler {
  readonly name = 'hivebar';
  override readonly awaitHandlers = true;
  override readonly ignoreLLM = true;
  private readonly steps: SinkHandler;

  constructor(add: (row: AgentRow) => void, onProblem: (problem: string) => void) {
    super();
    const tracker = new StepTracker((id, row) =>
      add({ table: 'hive.supersteps', source: 'hivebar', id: id.replace(/^langgraph:/, 'hivebar:'), row }),
    );
    this.steps = callbackHandler(tracker, noOtherRows(onProblem), agentGraphVersion);
  }

  override handleChainStart(...told: Parameters<NonNullable<BaseCallbackHandler['handleChainStart']>>): void {
    const [chain, inputs, runId, parent, tags, metadata, runType, runName] = told;
    this.steps.handleChainStart(chain, inputs, runId, parent, tags, metadata, runType, runName);
  }

  override handleChainEnd(outputs: unknown, runId: string): void {
    this.steps.handleChainEnd(outputs, runId);
  }

  override handleChainError(error: unknown, runId: string): void {
    this.steps.handleChainError(error, runId);
  }
}

/** Nothing in the graph is a model or a tool of LangChain's. */
function noOtherRows(onProblem: (problem: string) => void): RowWriter {
  return {
    write: (table) => onProblem(`A row for ${table} was not expected.`),
    push: ({ table }) => onProblem(`A row for ${table} was not expected.`),
    guard(work) {
      try {
        work();
      } catch (error) {
        onProblem(String(error));
      }
    },
  };
}
