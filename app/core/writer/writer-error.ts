import type { SeqchError } from '../../../native/addon/seqch.d.ts';

/** Why a row was not accepted. Names the column and what it takes, never what the row holds. */
export type RowError =
  | { readonly kind: 'not-an-object'; readonly got: string }
  | { readonly kind: 'unknown-column'; readonly column: string; readonly table: string }
  | {
      readonly kind: 'bad-value';
      readonly column: string;
      readonly type: string;
      readonly expected: string;
      readonly got: string;
    }
  | { readonly kind: 'too-many-shapes'; readonly table: string; readonly limit: number }
  | { readonly kind: 'writer'; readonly error: SeqchError };

/** Why an operation of the writer failed; `error.name` is a status of native/include/seqch.h. */
export type WriterError =
  | { readonly kind: 'unsupported-type'; readonly table: string; readonly column: string; readonly type: string }
  | { readonly kind: 'addon'; readonly path: string; readonly reason: string }
  | { readonly kind: 'writer'; readonly error: SeqchError };

/** One sentence for a person. */
export function describeRowError(error: RowError): string {
  switch (error.kind) {
    case 'not-an-object':
      return `The row is ${error.got}; a row is an object with the table's columns as keys.`;
    case 'unknown-column':
      return `The table ${error.table} has no column "${error.column}".`;
    case 'bad-value':
      return `Column "${error.column}" (${error.type}) takes ${error.expected}; the row has ${error.got}.`;
    case 'too-many-shapes':
      return `Rows of ${error.table} came in more than ${error.limit} combinations of columns with a default; give all of them or none.`;
    case 'writer':
      return describeSeqchError(error.error);
  }
}

/** One sentence for a person. */
export function describeWriterError(error: WriterError): string {
  switch (error.kind) {
    case 'unsupported-type':
      return `Column "${error.column}" of ${error.table} has the type ${error.type}, which the writer cannot write.`;
    case 'addon':
      return `The native writer ${error.path} cannot be loaded: ${error.reason} Run \`npm run build\`.`;
    case 'writer':
      return describeSeqchError(error.error);
  }
}

function describeSeqchError(error: SeqchError): string {
  const column = error.column === undefined ? '' : ` (column "${error.column}")`;
  const code = error.serverCode === undefined ? '' : ` (ClickHouse error ${error.serverCode})`;
  return `The writer says ${error.name}: ${error.message}${column}${code}.`;
}
