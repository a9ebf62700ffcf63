import type { NeverAgain } from '../../../contract/always-on-agent.ts';
import { type Result, fail, ok } from '../../../contract/result.ts';
import type { Log } from '../../host.ts';
import { type AskDeps, askByName } from '../../queries/ask.ts';
import { agentSuggestions } from '../../queries/library/always-on.ts';
import type { Writer } from '../../writer/writer.ts';
import { earlierSuggestions } from './earlier-suggestions.ts';
import { type SuggestionRow, type Suggestions, createSuggestions } from './suggestions.ts';

export interface OpenSuggestionsDeps {
  readonly writer: Writer;
  readonly asking: AskDeps;
  readonly never: () => readonly NeverAgain[];
  readonly addNever: (entry: NeverAgain) => Promise<Result<unknown, string>>;
  readonly log: Log;
}

/** Suggestions with what was said in the last days. Without an answer of the database, something may be said twice. */
export async function openSuggestions({
  writer,
  asking,
  never,
  addNever,
  log,
}: OpenSuggestionsDeps): Promise<Suggestions> {
  const stored = await askByName(asking, agentSuggestions.name, {});
  if (!stored.ok) log('warn', 'What the agent said before could not be read', { reason: stored.error.kind });

  async function write(row: SuggestionRow): Promise<Result<void, { readonly message: string }>> {
    const table = await writer.table('hive.suggestions');
    if (!table.ok) return fail({ message: `hive.suggestions cannot be written (${table.error.kind}).` });
    const [refused] = table.value.push([{ ...row }]).refused;
    return refused === undefined ? ok(undefined) : fail({ message: `The writer refused it (${refused.error.kind}).` });
  }

  return createSuggestions({ earlier: stored.ok ? earlierSuggestions(stored.value.rows) : [], write, never, addNever });
}
