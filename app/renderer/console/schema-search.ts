import { type ConsoleCatalogue } from '../../contract/console.ts';
import { type CatalogueTable } from './sql-scope.ts';

/** `isFound`: something below holds what is searched for, so it is shown open. */
export type FoundTable = CatalogueTable & { readonly isFound: boolean };
export interface FoundDatabase {
  readonly name: string;
  readonly tables: readonly FoundTable[];
  readonly isFound: boolean;
}

/** The databases with what holds `search`, whatever the case: a table by its name, or by some of its columns. */
export function filterSchema({ databases }: ConsoleCatalogue, search: string): readonly FoundDatabase[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') {
    return databases.map(({ name, tables }) => ({
      name,
      tables: tables.map((table) => ({ ...table, isFound: false })),
      isFound: false,
    }));
  }
  return databases.flatMap(({ name, tables }) => {
    const found = tables.flatMap((table): FoundTable[] => {
      if (table.name.toLowerCase().includes(wanted)) return [{ ...table, isFound: false }];
      const columns = table.columns.filter((column) => column.name.toLowerCase().includes(wanted));
      return columns.length === 0 ? [] : [{ ...table, columns, isFound: true }];
    });
    return found.length === 0 ? [] : [{ name, tables: found, isFound: true }];
  });
}
