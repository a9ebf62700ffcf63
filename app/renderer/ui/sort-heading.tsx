import { Icon } from './icon.tsx';

export interface SortedBy<By extends string> {
  readonly by: By;
  readonly descending: boolean;
}

interface SortHeadingProps<By extends string> {
  readonly label: string;
  readonly by: By;
  readonly sorting: SortedBy<By>;
  readonly number?: boolean;
  readonly onSort: (by: By) => void;
}

/** The heading of a column, which sorts the table by it. */
export function SortHeading<By extends string>({ label, by, sorting, number = false, onSort }: SortHeadingProps<By>) {
  const sorted = sorting.by === by;
  return (
    <th
      scope="col"
      className={number ? 'number' : undefined}
      aria-sort={sorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className="sort-button" onClick={() => onSort(by)}>
        {label}
        <Icon name="sort" />
      </button>
    </th>
  );
}
