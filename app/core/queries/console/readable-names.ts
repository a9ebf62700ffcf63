/*
 * What free SQL may read besides recorded rows. The server cannot be asked for it: it names to a reader the tables that
 * were granted, and not those that it lets everybody read. A test tries each name as every user of the console.
 */

/** Tables of `system` that every user may read; a table of tables holds those that the user may see. */
export const readableSystemTables: readonly string[] = [
  'collations',
  'columns',
  'data_type_families',
  'databases',
  'formats',
  'functions',
  'numbers',
  'one',
  'settings',
  'table_engines',
  'table_functions',
  'tables',
  'time_zones',
];

/** Table functions that stay within the server and change nothing, each with a call of it. */
export const readableTableFunctions: Readonly<Record<string, string>> = {
  generateRandom: "generateRandom('a UInt8')",
  generateSeries: 'generateSeries(1, 3)',
  generate_series: 'generate_series(1, 3)',
  merge: "merge('seq', '^context$')",
  mergeTreeIndex: "mergeTreeIndex('seq', 'context')",
  null: "null('a UInt8')",
  numbers: 'numbers(3)',
  numbers_mt: 'numbers_mt(3)',
  primes: 'primes(3)',
  values: "values('a UInt8', 1, 2)",
  view: 'view(SELECT 1)',
};
