import * as v from 'valibot';

/** The agents whose settings Hivebar can change and whose past it can read. */
export const agentName = v.picklist(['claude-code', 'codex', 'gemini']);
export type AgentName = v.InferOutput<typeof agentName>;
export const agentNames: readonly AgentName[] = agentName.options;

/** The agents as they call themselves. */
export const agentTitles: Readonly<Record<AgentName, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
};

/** A line of a transcript that could not be used. `line` counts from 1. The reason holds nothing of the line. */
export const badLine = v.object({ file: v.string(), line: v.number(), reason: v.string() });
export type BadLine = v.InferOutput<typeof badLine>;

/** How far the import of an agent's past is. */
export const importProgress = v.object({
  agent: agentName,
  state: v.picklist(['running', 'finished', 'cancelled', 'failed']),
  filesTotal: v.number(),
  filesDone: v.number(),
  bytesTotal: v.number(),
  bytesDone: v.number(),
  /** Rows that were new, and rows that Hivebar knew already. */
  rowsAdded: v.number(),
  rowsKnown: v.number(),
  badLines: v.number(),
  /** The first of them. */
  firstBadLines: v.pipe(v.array(badLine), v.maxLength(20)),
  startedMs: v.number(),
  endedMs: v.nullable(v.number()),
  /** One sentence for the person: what runs, or how it ended. */
  message: v.string(),
});
export type ImportProgress = v.InferOutput<typeof importProgress>;
