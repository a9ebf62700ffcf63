import { type ConsoleCatalogue } from '../../contract/console.ts';
import { type SqlToken, sqlTokens } from '../../contract/sql-tokens.ts';

/** A table that a statement reads, under the name by which the statement calls it. */
export interface ScopedTable {
  /** Null when the statement names none. */
  readonly database: string | null;
  readonly table: string;
  /** The alias, else the table. */
  readonly name: string;
}

export type CatalogueTable = ConsoleCatalogue['databases'][number]['tables'][number];

/** Words after which a table stands. */
const before = new Set(['from', 'join', 'into', 'update', 'table', 'describe', 'desc']);
/** Words that may follow a table and are no alias. */
const notAliases = new Set(
  `on using where prewhere group order having limit offset union except intersect settings format join inner left right
  full cross any all asof semi anti array global final sample as values select window qualify with into set delete
  update paste past interpolate by and or not`.split(/\s+/),
);

/** The tables that `statement` reads, with their aliases; subqueries count too, for a cursor may stand in them. */
export function tablesInScope(statement: string): ScopedTable[] {
  const tokens = sqlTokens(statement).filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const found: ScopedTable[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    if (!before.has(word(statement, tokens[index]))) continue;
    let next = index + 1;
    while (word(statement, tokens[next]) === 'table') next += 1;
    // FROM a, b: a comma behind a table leads to another one.
    for (;;) {
      const read = readTable(statement, tokens, next);
      if (read === null) break;
      found.push(read.table);
      next = read.next;
      if (raw(statement, tokens[next]) !== ',') break;
      next += 1;
    }
    index = next - 1;
  }
  return found;
}

/** The table of the catalogue that `scoped` means: without a database the one that is the default, else any. */
export function findTable(catalogue: ConsoleCatalogue, scoped: ScopedTable): CatalogueTable | null {
  for (const database of catalogue.databases) {
    if (scoped.database !== null && database.name !== scoped.database) continue;
    const table = database.tables.find(({ name }) => name === scoped.table);
    if (table !== undefined) return table;
  }
  return null;
}

/** A name as SQL must write it. */
export function quoteName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}

function readTable(sql: string, tokens: readonly SqlToken[], at: number): { table: ScopedTable; next: number } | null {
  const first = nameOf(sql, tokens[at]);
  // A table function or a subquery is no table.
  if (first === null || raw(sql, tokens[at + 1]) === '(') return null;
  let next = at + 1;
  let second: string | null = null;
  if (raw(sql, tokens[next]) === '.') {
    second = nameOf(sql, tokens[next + 1]);
    next += second === null ? 1 : 2;
  }
  const table = second ?? first;
  const database = second === null ? null : first;
  if (word(sql, tokens[next]) === 'final') next += 1;
  const hasAs = word(sql, tokens[next]) === 'as';
  const alias = nameOf(sql, tokens[hasAs ? next + 1 : next]);
  const isAlias = alias !== null && !notAliases.has(alias.toLowerCase());
  return {
    table: { database, table, name: isAlias ? alias : table },
    next: next + (isAlias ? (hasAs ? 2 : 1) : 0),
  };
}

function nameOf(sql: string, token: SqlToken | undefined): string | null {
  if (token?.kind === 'word') return raw(sql, token);
  if (token?.kind !== 'quoted') return null;
  return raw(sql, token)
    .slice(1, -1)
    .replace(/\\([\s\S])|([`"])\2/g, '$1$2');
}

function raw(sql: string, token: SqlToken | undefined): string {
  return token === undefined ? '' : sql.slice(token.from, token.to);
}

function word(sql: string, token: SqlToken | undefined): string {
  return token?.kind === 'word' ? raw(sql, token).toLowerCase() : '';
}
