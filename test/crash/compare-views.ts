import type { AdminDatabase } from '../../app/core/database/clients.ts';
import { labelOf } from './count-rows.ts';
import { crashTables, unpushedTables } from './tables.ts';

/** A table that materialized views fill, with what they must have put there. */
export interface CrashView {
  /** The view, or the table where several fill it. */
  readonly name: string;
  readonly sources: readonly string[];
  readonly target: string;
  /** The views' own questions; asked over the whole sources they say what the target must hold. */
  readonly select: string;
  readonly key: readonly string[];
  /** Aggregates over the target's columns, each a number. */
  readonly measures: readonly string[];
}

/** Whether a view says what its table says: `short` groups miss something, `over` groups count something twice. */
export interface ViewComparison {
  readonly view: string;
  readonly groups: number;
  readonly short: number;
  readonly over: number;
  readonly examples: readonly string[];
}

/** Finds every table that views on pushed tables fill. Throws when it cannot tell what one of them sums up. */
export async function findViews(admin: AdminDatabase): Promise<CrashView[]> {
  const views = await select<{ name: string; as_select: string; create_table_query: string }>(
    admin,
    `SELECT concat(database, '.', name) AS name, as_select, create_table_query FROM system.tables
     WHERE engine = 'MaterializedView' ORDER BY name`,
  );
  const byTarget = new Map<string, { name: string; source: string; select: string }[]>();
  for (const { name, as_select, create_table_query } of views) {
    const source = /\bFROM (\w+\.\w+)/.exec(as_select)?.[1];
    const target = /\bTO (\w+\.\w+)/.exec(create_table_query)?.[1];
    if (source === undefined || target === undefined) throw new Error(`The view ${name} cannot be read`);
    if (unpushedTables.includes(source)) continue;
    if (!crashTables.some((table) => table.name === source)) throw new Error(`No pusher fills ${source}, for ${name}`);
    byTarget.set(target, [...(byTarget.get(target) ?? []), { name, source, select: as_select }]);
  }
  return Promise.all(
    [...byTarget].map(async ([target, filling]) => {
      const { key, measures, columns } = await describeTarget(admin, target);
      const selects = await Promise.all(filling.map((view) => withColumns(admin, view.select, columns)));
      const [only] = filling;
      const name = filling.length === 1 && only !== undefined ? only.name : target;
      const sources = filling.map(({ source }) => source);
      return { name, sources, target, select: selects.join(' UNION ALL '), key, measures };
    }),
  );
}

/** A view's question with all of the columns; those that it leaves to their defaults are the defaults. */
async function withColumns(admin: AdminDatabase, question: string, columns: readonly Column[]): Promise<string> {
  const own = await select<{ name: string }>(admin, `DESCRIBE TABLE (${question})`);
  const listed = columns.map(({ name, type }) => {
    const quoted = `'${type.replaceAll("'", "\\'")}'`;
    const isThere = own.some((column) => column.name === name);
    return `${isThere ? `CAST(${name}, ${quoted})` : `defaultValueOfTypeName(${quoted})`} AS ${name}`;
  });
  return `SELECT ${listed.join(', ')} FROM (${question})`;
}

/** Compares a view's target with the view's question asked of the table now; of one run, or of all that there ever were. */
export async function compareView(admin: AdminDatabase, view: CrashView, run?: number): Promise<ViewComparison> {
  const { name, sources, target, key, measures } = view;
  // A column is empty where its view has none: then another one holds the label.
  const targetLabels = key.filter((column) => labelColumns.includes(column));
  const keys = key.join(', ');
  const numbers = measures.map((measure, index) => `toFloat64(${measure}) AS m${index}`).join(', ');
  const ofRun = (column: string) => `${column} = '${labelOf(run ?? 0)}'`;
  const sides = measures.map(
    (_, index) => `sumIf(m${index}, side = 'table') AS t${index}, sumIf(m${index}, side = 'view') AS v${index}`,
  );
  // Minutes are sums of fractions in another order.
  const differs = (sign: '<' | '>') =>
    measures
      .map(
        (_, index) => `(v${index} ${sign} t${index} AND abs(v${index} - t${index}) > 0.000001 * (1 + abs(t${index})))`,
      )
      .join(' OR ');
  const told = measures
    .map((measure, index) => `'${measure} ', toString(v${index}), ' of ', toString(t${index}), '; '`)
    .join(', ');
  const query = `
    SELECT count() AS groups, countIf(${differs('<')}) AS short, countIf(${differs('>')}) AS over,
           groupArrayIf(3)(concat(toString(tuple(${keys})), ': ', ${told}), ${differs('<')} OR ${differs('>')}) AS examples
    FROM (
      SELECT ${keys}, ${sides.join(', ')}
      FROM (
        SELECT ${keys}, ${numbers}, 'table' AS side FROM (${view.select}) GROUP BY ${keys}
        UNION ALL
        SELECT ${keys}, ${numbers}, 'view' AS side FROM ${target}
        ${run === undefined ? '' : `WHERE ${targetLabels.map(ofRun).join(' OR ')}`} GROUP BY ${keys}
      ) GROUP BY ${keys}
    )`;
  const filters = sources.map((source) => {
    const label = crashTables.find((table) => table.name === source)?.label ?? '';
    return `'${source}': '${ofRun(label).replaceAll("'", "\\'")}'`;
  });
  const settings = run === undefined ? {} : { additional_table_filters: `{${filters.join(', ')}}` };
  const [compared] = await select<Omit<ViewComparison, 'view'>>(admin, query, settings);
  if (compared === undefined) throw new Error(`No answer about ${name}`);
  return { view: name, ...compared };
}

/** Columns of targets that hold the label of a run. */
export const labelColumns: readonly string[] = [
  'app',
  'model',
  'provider',
  'graph_name',
  'tool_name',
  'label',
  'name',
  'thread_id',
];

interface Column {
  readonly name: string;
  readonly type: string;
}

/** What one group of a target is told apart by, and what it sums up. */
async function describeTarget(
  admin: AdminDatabase,
  target: string,
): Promise<Pick<CrashView, 'key' | 'measures'> & { readonly columns: readonly Column[] }> {
  const [database, table] = target.split('.');
  const where = `database = '${database ?? ''}' AND table = '${table ?? ''}'`;
  const [engine] = await select<{ engine: string; sorting_key: string }>(
    admin,
    `SELECT engine, sorting_key FROM system.tables WHERE ${where}`,
  );
  const all = await select<Column>(
    admin,
    `SELECT name, type FROM system.columns WHERE ${where} AND default_kind != 'ALIAS'`,
  );
  const key = engine?.sorting_key.split(', ') ?? [];
  const measures = engine?.engine === 'MergeTree' ? ['count()'] : [];
  const columns: Column[] = [];
  for (const { name, type } of all) {
    const [, simple, plain] = /^SimpleAggregateFunction\((sum|max), (\w+)\)$/.exec(type) ?? [];
    if (key.includes(name)) columns.push({ name, type });
    else if (simple !== undefined && plain !== undefined) {
      measures.push(`${simple}(${name})`);
      columns.push({ name, type: plain });
    } else if (/^(U?Int|Float)\d+$/.test(type)) {
      measures.push(`sum(${name})`);
      columns.push({ name, type });
    }
  }
  if (key.length === 0 || measures.length === 0) throw new Error(`It is not known what ${target} sums up`);
  return { key, measures, columns };
}

async function select<Row>(admin: AdminDatabase, query: string, settings: Record<string, string> = {}): Promise<Row[]> {
  const answer = await admin.query({
    query,
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0, ...settings },
  });
  return answer.json();
}
