/** Rows that fit into an answer, and why some did not. */
export interface FittedRows<Row> {
  readonly rows: readonly Row[];
  /** Undefined when all of them fit. */
  readonly cutBy: 'rows' | 'bytes' | undefined;
}

/** The first rows up to `maxRows` and up to `maxBytes` of their JSON in UTF-8. A row is never cut in itself. */
export function fitRows<Row>(
  rows: readonly Row[],
  { maxRows, maxBytes }: { readonly maxRows: number; readonly maxBytes: number },
): FittedRows<Row> {
  let bytes = 0;
  for (const [index, row] of rows.entries()) {
    if (index >= maxRows) return { rows: rows.slice(0, index), cutBy: 'rows' };
    // One more for the comma.
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    if (bytes > maxBytes) return { rows: rows.slice(0, index), cutBy: 'bytes' };
  }
  return { rows, cutBy: undefined };
}
