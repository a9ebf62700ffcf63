import { type Completion } from '@codemirror/autocomplete';
import { type ConsoleCatalogue } from '../../contract/console.ts';
import { type SqlToken, sqlTokens } from '../../contract/sql-tokens.ts';
import { type CatalogueTable, findTable, quoteName, type ScopedTable, tablesInScope } from './sql-scope.ts';

/** What can stand at a place of a text. */
export interface Completions {
  /** Where the word begins that a choice replaces. */
  readonly from: number;
  readonly options: readonly Completion[];
}

/** Higher stands higher: what the statement itself names comes before what the server knows. */
const boosts = { column: 60, alias: 50, table: 20, database: 18, keyword: 10, function: 0, type: -10 } as const;
const beforeTable = /^(?:from|join|into|table|describe|desc|update)$/i;

/** What may be typed at `offset`; null where nothing is to be completed: in a text, in a comment, after a number. */
export function completionsAt(
  sql: string,
  offset: number,
  { catalogue, explicit }: { catalogue: ConsoleCatalogue; explicit: boolean },
): Completions | null {
  const place = placeAt(sql, offset);
  if (place === null) return null;
  const scope = tablesInScope(place.statement);
  const { from, chain } = place;
  if (chain.length > 0) {
    const options = memberOptions(chain, scope, catalogue);
    return options.length === 0 ? null : { from, options };
  }
  const expectsTable = beforeTable.test(place.before);
  if (!explicit && from === offset && !expectsTable) return null;
  if (place.before === '::' || place.inParameter) return { from, options: staticOptions(catalogue).types };
  if (expectsTable) {
    const { tableFunctions } = staticOptions(catalogue);
    return { from, options: [...tableOptions(catalogue), ...databaseOptions(catalogue), ...tableFunctions] };
  }
  const { keywords, functions } = staticOptions(catalogue);
  return {
    from,
    options: [
      ...columnOptions(scope, catalogue),
      ...scope.map(({ name }) => ({ label: quoteName(name), type: 'variable', detail: 'alias', boost: boosts.alias })),
      ...tableOptions(catalogue),
      ...databaseOptions(catalogue),
      ...keywords,
      ...functions,
      ...staticOptions(catalogue).types,
    ],
  };
}

interface Place {
  readonly from: number;
  /** The names before the dots, outermost first: of `a.b.c` they are `a` and `b`. */
  readonly chain: readonly string[];
  /** The word or sign before. */
  readonly before: string;
  /** Whether the type of a `{name:Type}` is being typed. */
  readonly inParameter: boolean;
  /** The text between the semicolons around. */
  readonly statement: string;
}

function placeAt(sql: string, offset: number): Place | null {
  const tokens = sqlTokens(sql);
  const at = tokens.findIndex(({ to }) => to >= offset);
  const token = tokens[at];
  if (token !== undefined && isClosedTo(sql, token, offset)) return null;
  const isWord = token !== undefined && (token.kind === 'word' || token.kind === 'quoted') && token.from < offset;
  let index = isWord
    ? at - 1
    : token !== undefined && token.from < offset
      ? at
      : at === -1
        ? tokens.length - 1
        : at - 1;
  const chain: string[] = [];
  while (raw(sql, tokens[index]) === '.' && isName(tokens[index - 1])) {
    chain.unshift(nameText(sql, tokens[index - 1]));
    index -= 2;
  }
  const said = tokens.slice(0, index + 1).filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const last = said.at(-1);
  const text = (behind: number) => raw(sql, said.at(behind));
  const isCast = text(-1) === ':' && text(-2) === ':';
  return {
    from: isWord ? token.from : offset,
    chain,
    before: isCast ? '::' : raw(sql, last),
    inParameter: text(-1) === ':' && said.at(-2)?.kind === 'word' && text(-3) === '{',
    statement: chunkAt(sql, tokens, offset),
  };
}

/** Whether the cursor stands where only free text can be typed. */
function isClosedTo(sql: string, { kind, from, to }: SqlToken, offset: number): boolean {
  if (from >= offset) return false;
  if (kind === 'comment') return offset < to || !sql.slice(from, to).endsWith('*/');
  if (kind === 'string') return offset < to || to - from === 1 || !/['’$]$/.test(sql.slice(from, to));
  return kind === 'number';
}

function chunkAt(sql: string, tokens: readonly SqlToken[], offset: number): string {
  const ends = tokens.filter(({ kind }) => kind === 'end');
  const from = ends.findLast(({ to }) => to <= offset)?.to ?? 0;
  return sql.slice(from, ends.find((end) => end.from >= offset)?.from ?? sql.length);
}

/** What stands behind a dot: columns of a table or an alias, tables of a database. */
function memberOptions(
  chain: readonly string[],
  scope: readonly ScopedTable[],
  catalogue: ConsoleCatalogue,
): Completion[] {
  const [first = '', second] = chain;
  if (second !== undefined) {
    return columnsOf(findTable(catalogue, { database: first, table: second, name: second }), second);
  }
  const scoped = scope.find(({ name }) => name === first);
  const columns = columnsOf(scoped === undefined ? null : findTable(catalogue, scoped), first);
  const database = catalogue.databases.find(({ name }) => name === first);
  return [...columns, ...(database?.tables ?? []).map((table) => tableOption(quoteName(table.name), table))];
}

function columnOptions(scope: readonly ScopedTable[], catalogue: ConsoleCatalogue): Completion[] {
  const options = scope.flatMap((scoped) => columnsOf(findTable(catalogue, scoped), scoped.name));
  // Two tables may have a column of one name.
  return [...new Map(options.map((option) => [option.label, option])).values()];
}

function columnsOf(table: CatalogueTable | null, of: string): Completion[] {
  return (table?.columns ?? []).map(({ name, type, comment }) => ({
    label: quoteName(name),
    type: 'property',
    detail: type,
    info: comment === '' ? `Column of ${of}` : comment,
    boost: boosts.column,
  }));
}

function tableOptions(catalogue: ConsoleCatalogue): readonly Completion[] {
  return staticOptions(catalogue).tables;
}

function databaseOptions(catalogue: ConsoleCatalogue): Completion[] {
  return catalogue.databases.map(({ name }) => ({
    label: quoteName(name),
    type: 'namespace',
    detail: 'database',
    boost: boosts.database,
  }));
}

function tableOption(label: string, { engine, columns }: CatalogueTable): Completion {
  return {
    label,
    type: 'class',
    detail: engine,
    info: columns.map(({ name }) => name).join(', '),
    boost: boosts.table,
  };
}

interface StaticOptions {
  readonly keywords: readonly Completion[];
  readonly functions: readonly Completion[];
  readonly types: readonly Completion[];
  readonly tableFunctions: readonly Completion[];
  readonly tables: readonly Completion[];
}

const made = new WeakMap<ConsoleCatalogue, StaticOptions>();

/** What is the same at every place; made once for a catalogue, for it is long. */
function staticOptions(catalogue: ConsoleCatalogue): StaticOptions {
  const known = made.get(catalogue);
  if (known !== undefined) return known;
  const options: StaticOptions = {
    keywords: catalogue.keywords.map((label) => ({ label, type: 'keyword', boost: boosts.keyword })),
    types: catalogue.types.map((label) => ({ label, type: 'type', boost: boosts.type })),
    functions: catalogue.functions.map(({ name, aggregate, syntax, description }) => ({
      label: name,
      type: 'function',
      detail: aggregate ? 'aggregate' : '',
      info: functionHelp(syntax, description),
      apply: name,
      boost: boosts.function,
    })),
    tableFunctions: catalogue.tableFunctions.map(({ name, description }) => ({
      label: name,
      type: 'function',
      detail: 'table function',
      info: description,
      boost: boosts.function,
    })),
    tables: catalogue.databases.flatMap((database) =>
      database.tables.map((table) => ({
        ...tableOption(`${quoteName(database.name)}.${quoteName(table.name)}`, table),
        // The server's own tables are many; those of the person come first.
        boost: /^(?:system|information_schema)$/i.test(database.name) ? boosts.type : boosts.table,
      })),
    ),
  };
  made.set(catalogue, options);
  return options;
}

/** How a function is called, and what it does. */
export function functionHelp(syntax: string, description: string): string {
  return [syntax.trim(), description.trim()].filter((part) => part !== '').join('\n\n');
}

/** What the name at `offset` is, for help on it; null when nothing is known. */
export function helpAt(
  sql: string,
  offset: number,
  catalogue: ConsoleCatalogue,
): { from: number; to: number; title: string; text: string } | null {
  const tokens = sqlTokens(sql);
  const index = tokens.findIndex(({ from, to }) => from <= offset && offset < to);
  const token = tokens[index];
  if (token === undefined || !isName(token)) return null;
  const { from, to } = token;
  const name = nameText(sql, token);
  const tableFunction = catalogue.tableFunctions.find((each) => each.name === name);
  if (tableFunction !== undefined && raw(sql, tokens[index + 1]) === '(') {
    return { from, to, title: `${name} (table function)`, text: tableFunction.description };
  }
  const named = catalogue.functions.find(
    (each) => each.name === name || each.name.toLowerCase() === name.toLowerCase(),
  );
  if (named !== undefined && raw(sql, tokens[index + 1]) === '(') {
    return { from, to, title: named.name, text: functionHelp(named.syntax, named.description) };
  }
  const scope = tablesInScope(chunkAt(sql, tokens, offset));
  const qualifier = raw(sql, tokens[index - 1]) === '.' ? nameText(sql, tokens[index - 2]) : null;
  for (const scoped of scope) {
    const table = findTable(catalogue, scoped);
    if (table === null) continue;
    const column = table.columns.find((each) => each.name === name);
    if (column !== undefined && (qualifier === null || qualifier === scoped.name)) {
      return { from, to, title: `${name} ${column.type}`, text: column.comment || `Column of ${scoped.table}` };
    }
    if (table.name === name) {
      const rows = table.rows === null ? '' : `, ${table.rows.toLocaleString('en-US')} rows`;
      return {
        from,
        to,
        title: `${name} (${table.engine}${rows})`,
        text: table.columns.map((each) => each.name).join(', '),
      };
    }
  }
  return null;
}

function isName(token: SqlToken | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'quoted';
}

function nameText(sql: string, token: SqlToken | undefined): string {
  return token?.kind === 'quoted' ? raw(sql, token).slice(1, -1) : raw(sql, token);
}

function raw(sql: string, token: SqlToken | undefined): string {
  return token === undefined ? '' : sql.slice(token.from, token.to);
}
