/** A node or a tool that failed. */
export interface Hotspot {
  readonly key: string;
  readonly name: string;
  /** The graph of a node; nothing for a tool. */
  readonly where: string;
  readonly errors: number;
  readonly lastMs: number;
  readonly lastError: string;
}

export type SortColumn = 'name' | 'errors' | 'last';
export interface Sorting {
  readonly by: SortColumn;
  readonly descending: boolean;
}

/** How a table is sorted before anybody sorts it: most errors first. */
export const worstFirst: Sorting = { by: 'errors', descending: true };

/** A click on the column that sorts turns it round; another column begins with its useful end. */
export function nextSorting(sorting: Sorting, by: SortColumn): Sorting {
  return sorting.by === by ? { by, descending: !sorting.descending } : { by, descending: by !== 'name' };
}

/** `hotspots` in order; equals stay in the order of their names, so that a refresh does not shuffle them. */
export function sortHotspots(hotspots: readonly Hotspot[], { by, descending }: Sorting): Hotspot[] {
  const sign = descending ? -1 : 1;
  return hotspots.toSorted((left, right) => sign * compare(left, right, by) || byName(left, right));
}

function compare(left: Hotspot, right: Hotspot, by: SortColumn): number {
  switch (by) {
    case 'name':
      return byName(left, right);
    case 'errors':
      return left.errors - right.errors;
    case 'last':
      return left.lastMs - right.lastMs;
  }
}

function byName(left: Hotspot, right: Hotspot): number {
  return left.name.localeCompare(right.name) || left.where.localeCompare(right.where);
}
