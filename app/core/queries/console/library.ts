import type { LibraryQuery } from '../../../contract/console.ts';
import { parameterText } from '../../../contract/sql-text.ts';
import { catalogue } from '../catalogue.ts';
import type { Present } from '../parameters.ts';

/** The questions of the catalogue as texts that can be run, read and changed. */
export function libraryQueries(present: Present): LibraryQuery[] {
  return catalogue.map(({ name, title, description, sql, parameters }) => ({
    name,
    title,
    description,
    sql: dedented(sql),
    parameters: Object.entries(parameters).map(([parameter, { type, description: meaning, fallback }]) => ({
      name: parameter,
      type,
      description: meaning,
      value: parameterText(fallback(present)),
    })),
  }));
}

/** Without the margin that the text has in its source file. */
function dedented(sql: string): string {
  const lines = sql
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const margin = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  // Pieces that several questions share stand further left than the first line.
  return lines.map((line) => line.slice(Math.min(margin, line.length - line.trimStart().length))).join('\n');
}
