import { clamp } from './grid-geometry.ts';

/** A place in the grid; row -1 is the line of the column names. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The cell of the keyboard, and the one where its selection began. */
export interface Selection {
  readonly active: Cell;
  readonly anchor: Cell;
}

/** A block of cells: `lastRow` and `lastColumn` belong to it. */
export interface Block {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page of the keyboard moves. */
  readonly page: number;
}

export interface Press {
  readonly key: string;
  readonly shift: boolean;
  /** Cmd on a Mac, Ctrl elsewhere. */
  readonly mod: boolean;
}

/** Where a key moves the cell of the keyboard; null when it moves nothing. */
export function moved({ active, anchor }: Selection, { key, shift, mod }: Press, size: GridSize): Selection | null {
  const target = targetOf(active, key, mod, size);
  if (target === null) return null;
  const next = {
    row: clamp(target.row, -1, size.rows - 1),
    column: clamp(target.column, 0, Math.max(0, size.columns - 1)),
  };
  return { active: next, anchor: shift && next.row >= 0 && anchor.row >= 0 ? anchor : next };
}

/** The cells between both ends; null when the cell of the keyboard is a column name. */
export function blockOf({ active, anchor }: Selection): Block | null {
  if (active.row < 0) return null;
  return {
    firstRow: Math.max(0, Math.min(active.row, anchor.row)),
    lastRow: Math.max(active.row, anchor.row),
    firstColumn: Math.min(active.column, anchor.column),
    lastColumn: Math.max(active.column, anchor.column),
  };
}

export function blockCells(block: Block): number {
  return (block.lastRow - block.firstRow + 1) * (block.lastColumn - block.firstColumn + 1);
}

function targetOf({ row, column }: Cell, key: string, mod: boolean, { rows, columns, page }: GridSize): Cell | null {
  switch (key) {
    case 'ArrowUp':
      return { row: mod ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: mod ? rows - 1 : row + 1, column };
    case 'ArrowLeft':
      return { row, column: mod ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: mod ? columns - 1 : column + 1 };
    case 'PageUp':
      return { row: Math.max(0, row - page), column };
    case 'PageDown':
      return { row: row + page, column };
    case 'Home':
      return { row: mod ? 0 : row, column: 0 };
    case 'End':
      return { row: mod ? rows - 1 : row, column: columns - 1 };
    default:
      return null;
  }
}
