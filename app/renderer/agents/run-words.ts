import { type QuestionRow } from '../../contract/questions.ts';
import { formatPartName } from '../format/name.ts';
import { type PartState } from '../../contract/health.ts';

export type Run = QuestionRow<'agent-thread'>;

/** How a run stands, as a person would say it. */
export type RunState = 'running' | 'ended' | 'failed' | 'interrupted' | 'open';

/** Silent for so long, a step that has not ended is no longer taken for one that runs. */
const silentMs = 10 * 60_000;

export function runState({ state, ended_ms: endedMs }: Pick<Run, 'state' | 'ended_ms'>, nowMs: number): RunState {
  if (state === 'started') return nowMs - endedMs < silentMs ? 'running' : 'open';
  if (state === 'interrupted') return 'interrupted';
  return state === 'error' ? 'failed' : 'ended';
}

export const runStateWords: Readonly<
  Record<RunState, { readonly word: string; readonly glyph: PartState; readonly means: string }>
> = {
  running: { word: 'Running', glyph: 'starting', means: 'A step has begun and not ended yet' },
  ended: { word: 'Ended', glyph: 'ok', means: 'The last step or call ended well' },
  failed: { word: 'Failed', glyph: 'failing', means: 'The last step or call failed' },
  interrupted: { word: 'Interrupted', glyph: 'paused', means: 'The graph waits for somebody' },
  open: { word: 'No end told', glyph: 'unavailable', means: 'The last step never told how it ended' },
};

/** How a step, a model call or a tool call ended: the shape beside its name, and its word. */
export const eventStateWords: Readonly<Record<string, { readonly word: string; readonly glyph: PartState | null }>> = {
  finished: { word: 'ended well', glyph: null },
  started: { word: 'did not tell its end', glyph: 'starting' },
  interrupted: { word: 'interrupted', glyph: 'paused' },
  error: { word: 'failed', glyph: 'failing' },
  rejected: { word: 'rejected by the person', glyph: 'unavailable' },
};

/** What a run is called: its graph, else the agent that told of it. */
export function runName({
  graph_names: graphs,
  source_names: sources,
}: Pick<Run, 'graph_names' | 'source_names'>): string {
  if (graphs !== '') return graphs;
  const names = new Set(
    sources
      .split(', ')
      .filter((source) => source !== '')
      .map((source) => formatPartName(source.replace(/-(otel|jsonl|socket)$/, ''))),
  );
  return names.size === 0 ? 'Agent' : [...names].join(', ');
}

/** Failures of all sorts, and which they were. */
export function runFailures(run: Pick<Run, 'failed_steps' | 'failed_calls' | 'failed_tools'>): {
  readonly count: number;
  readonly words: string;
} {
  const parts = [
    [run.failed_calls, 'model call', 'model calls'],
    [run.failed_tools, 'tool call', 'tool calls'],
    [run.failed_steps, 'step', 'steps'],
  ] as const;
  return {
    count: run.failed_calls + run.failed_tools + run.failed_steps,
    words: parts
      .filter(([count]) => count > 0)
      .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`)
      .join(', '),
  };
}
