import { consoleChannels } from '../../contract/console.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { parameterText } from '../../contract/sql-text.ts';
import { type Asked } from './answer.ts';
import { type Calls } from './bridge.ts';
import { openInConsole } from './open-in-console.ts';
import { type Problem } from './problem.ts';

/** Opens the SQL of each question in a tab of its own, with the values that it was asked with. Nothing is run. */
export async function openQuestions(
  { send }: Pick<Calls, 'send'>,
  asked: readonly Asked[],
): Promise<Result<undefined, Problem>> {
  const library = await send(consoleChannels.consoleLibrary, undefined);
  if (!library.ok) return library;
  for (const { name, params } of asked) {
    const query = library.value.find((each) => each.name === name);
    if (query === undefined) return fail({ kind: 'failed', message: `There is no question "${name}".`, code: null });
    const values = query.parameters.map(({ name: parameter, value }) => {
      const given = params[parameter];
      return [parameter, given === undefined || given === null ? value : parameterText(given)] as const;
    });
    openInConsole({ title: query.title, sql: query.sql, params: Object.fromEntries(values) });
  }
  return ok(undefined);
}
