import { type Evidence } from '../../contract/always-on-agent.ts';
import { consoleChannels } from '../../contract/console.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { type Calls } from '../data/bridge.ts';
import { openInConsole } from '../data/open-in-console.ts';
import { type Problem } from '../data/problem.ts';

/** Goes to the console with the question that led to a suggestion, and the values it was asked with. Nothing is run. */
export async function openEvidence(
  { send }: Pick<Calls, 'send'>,
  { question, params }: Evidence,
): Promise<Result<undefined, Problem>> {
  const library = await send(consoleChannels.consoleLibrary, undefined);
  if (!library.ok) return library;
  const query = library.value.find(({ name }) => name === question);
  if (query === undefined) return fail({ kind: 'failed', message: `There is no question “${question}”.`, code: null });
  const values = query.parameters.map(({ name, value }) => [name, String(params[name] ?? value)] as const);
  openInConsole({ title: query.title, sql: query.sql, params: Object.fromEntries(values) });
  return ok(undefined);
}
