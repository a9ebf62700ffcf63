import { memo } from 'react';
import { type ConsoleColumn } from '../../contract/console.ts';
import { cellText } from './cell-text.ts';
import { type Cell } from './grid-selection.ts';
import { type Row } from './row-cache.ts';

interface GridRowProps {
  readonly gridId: string;
  readonly row: number;
  /** What stands at its left instead of its number. */
  readonly label?: string;
  /** Undefined until they have been fetched. */
  readonly values: Row | undefined;
  readonly columns: readonly ConsoleColumn[];
  readonly edges: readonly number[];
  readonly firstColumn: number;
  readonly endColumn: number;
  readonly numbersWidth: number;
  readonly top: number;
  /** -1 when the cell of the keyboard is elsewhere. */
  readonly activeColumn: number;
  /** -1 when nothing of the row is selected. */
  readonly selectedFrom: number;
  readonly selectedTo: number;
}

/** One row, drawn again only when something of it changes. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { gridId, row, label, values, columns, edges, numbersWidth, top } = props;
  const cells = [];
  for (let column = props.firstColumn; column < props.endColumn; column += 1) {
    const { kind, text } =
      values === undefined ? { kind: 'waiting', text: '' } : cellText(values[column], columns[column]?.type ?? '');
    const isActive = column === props.activeColumn;
    const isSelected = column >= props.selectedFrom && column <= props.selectedTo;
    cells.push(
      <div
        key={column}
        role="gridcell"
        id={cellId(gridId, { row, column })}
        aria-colindex={column + 2}
        aria-selected={isSelected}
        className={`grid-cell cell-${kind}${isSelected ? ' selected' : ''}${isActive ? ' active' : ''}`}
        data-column={column}
        style={{
          left: numbersWidth + (edges[column] ?? 0),
          width: (edges[column + 1] ?? 0) - (edges[column] ?? 0),
        }}
      >
        {text}
      </div>,
    );
  }
  return (
    <div role="row" className="grid-row" aria-rowindex={row + 2} data-row={row} style={{ top }}>
      <div role="rowheader" className="grid-number" aria-colindex={1} data-column={-1} style={{ width: numbersWidth }}>
        {label ?? row + 1}
      </div>
      {cells}
    </div>
  );
});

/** The id of a cell in the page. */
export function cellId(gridId: string, { row, column }: Cell): string {
  return `${gridId}${row}-${column}`;
}
