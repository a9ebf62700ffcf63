import { type EventNode } from './event-tree.ts';

interface TreePlace {
  /** The rows that are shown. */
  readonly nodes: readonly EventNode[];
  readonly closed: ReadonlySet<number>;
  /** The selected row, -1 for none. */
  readonly row: number;
  readonly pageRows: number;
}

/** What a key does in a tree: another row is selected, or the selected one opened or closed. */
export type TreeMove =
  { readonly kind: 'select'; readonly row: number } | { readonly kind: 'toggle'; readonly node: EventNode };

/** The keys of a tree as the ARIA practices have them; null for a key that does nothing here. */
export function moveInTree(key: string, { nodes, closed, row, pageRows }: TreePlace): TreeMove | null {
  const last = nodes.length - 1;
  const node = nodes[row];
  const select = (to: number): TreeMove => ({ kind: 'select', row: Math.min(last, Math.max(0, to)) });
  switch (key) {
    case 'ArrowDown':
      return select(row + 1);
    case 'ArrowUp':
      return select(row - 1);
    case 'Home':
      return select(0);
    case 'End':
      return select(last);
    case 'PageDown':
      return select(row + Math.max(1, pageRows));
    case 'PageUp':
      return select(row - Math.max(1, pageRows));
    case 'ArrowRight':
      if (node === undefined || node.children.length === 0) return null;
      return closed.has(node.index) ? { kind: 'toggle', node } : select(row + 1);
    case 'ArrowLeft':
      if (node === undefined) return null;
      if (node.children.length > 0 && !closed.has(node.index)) return { kind: 'toggle', node };
      return node.parent === null ? null : select(nodes.indexOf(node.parent));
    default:
      return null;
  }
}
