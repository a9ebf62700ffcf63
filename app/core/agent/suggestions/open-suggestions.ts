import type { NeverAgain } from '../../../contract/always-on-agent.ts';
import { type Result, fail, ok } from '../../../contract/result.ts';
import type { Log } from '../../host.ts';
import { type AskDeps, askByName } from '../../queries/ask.ts';
import { agentSuggestions } from '../../queries/library/always-on.ts';
import type { Writer } from '../../writer/writer.ts';
import { earlierSuggestions } from './earlier-suggestions.ts';
import { type Said, type SuggestionRow, type Suggestions, createSuggestions } from './suggestions.ts';

export interface OpenSuggestionsDeps {
  readonly writer: Writer;
  readonly asking: AskDeps;
  readonly never: () => readonly NeverAgain[];
  readonly addNever: (entry: NeverAgain) => Promise<Result<unknown, string>>;
  readonly log: Log;
}

/** What was said just before is read too, unless the database is away. */
const flushMs = 2_000;

/** Suggestions as they are stored. */
export interface StoredSuggestions extends Omit<Suggestions, 'reload'> {
  /** Reads again what is stored, after rows were deleted. */
  reload(): Promise<void>;
}

/** Suggestions with what was said in the last days. Without an answer of the database, something may be said twice. */
export async function openSuggestions({
  writer,
  asking,
  never,
  addNever,
  log,
}: OpenSuggestionsDeps): Promise<StoredSuggestions> {
  /** Nothing when the database does not answer: better said twice than shown after it was forgotten. */
  async function read(): Promise<Said[]> {
    await writer.flush(flushMs);
    const stored = await askByName(asking, agentSuggestions.name, {});
    if (stored.ok) return earlierSuggestions(stored.value.rows);
    log('warn', 'What the agent said before could not be read', { reason: stored.error.kind });
    return [];
  }

  async function write(row: SuggestionRow): Promise<Result<void, { readonly message: string }>> {
    const table = await writer.table('hive.suggestions');
    if (!table.ok) return fail({ message: `hive.suggestions cannot be written (${table.error.kind}).` });
    const [refused] = table.value.push([{ ...row }]).refused;
    return refused === undefined ? ok(undefined) : fail({ message: `The writer refused it (${refused.error.kind}).` });
  }

  const suggestions = createSuggestions({ earlier: await read(), write, never, addNever });
  return { ...suggestions, reload: async () => suggestions.reload(await read()) };
}
