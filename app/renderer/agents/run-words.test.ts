import { describe, expect, it } from 'vitest';
import { runFailures, runName, runState } from './run-words.ts';

describe('a run', () => {
  it('runs while a step has begun, until nothing was heard of it for ten minutes', () => {
    const run = { state: 'started', ended_ms: 0 };
    expect(runState(run, 9 * 60_000)).toBe('running');
    expect(runState(run, 11 * 60_000)).toBe('open');
    expect(runState({ ...run, state: 'error' }, 0)).toBe('failed');
    expect(runState({ ...run, state: 'interrupted' }, 0)).toBe('interrupted');
    expect(runState({ ...run, state: 'finished' }, 0)).toBe('ended');
  });

  it('is called by its graph, else by the agent that told of it', () => {
    expect(runName({ graph_names: 'coder', source_names: 'langgraph' })).toBe('coder');
    expect(runName({ graph_names: '', source_names: 'claude-code-jsonl, claude-code-otel' })).toBe('Claude Code');
    expect(runName({ graph_names: '', source_names: '' })).toBe('Agent');
  });

  it('counts its failures by sort', () => {
    expect(runFailures({ failed_steps: 0, failed_calls: 1, failed_tools: 2 })).toEqual({
      count: 3,
      words: '1 model call, 2 tool calls',
    });
  });
});
