import { createClaudeCodeMapper } from './claude-code.ts';
import { createCodexMapper } from './codex.ts';
import { createGeminiMapper } from './gemini.ts';
import { createInferenceMapper } from './inference-mapper.ts';
import type { SourceMapper } from './source-mapper.ts';

/** Every mapper, in the order in which they are asked: agents of which we know the events before conventions. */
export function sourceMappers(): readonly SourceMapper[] {
  return [createClaudeCodeMapper(), createCodexMapper(), createGeminiMapper(), createInferenceMapper()];
}
