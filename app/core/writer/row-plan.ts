import type { NativeTable } from '../../../native/addon/seqch.d.ts';
import { RowBuffer } from './row-buffer.ts';
import type { ValueEncoder } from './value-encoder.ts';

export interface EncodedColumn {
  readonly name: string;
  readonly type: string;
  readonly encoder: ValueEncoder;
  /** It has a DEFAULT expression: the server fills it in when a row leaves it out. */
  readonly hasDefault: boolean;
}

export interface Shape {
  readonly table: NativeTable;
  readonly columns: readonly EncodedColumn[];
}

/** Part of a packed row: a column that the row has, or the bytes of columns that it leaves out. */
export type Step = { readonly column: EncodedColumn } | { readonly absent: Uint8Array };

/** How rows with certain keys become bytes. Rows of one program mostly have the same keys, so plans are few. */
export interface RowPlan {
  readonly keys: readonly string[];
  readonly shape: Shape;
  readonly steps: readonly Step[];
}

/** The plan for rows whose keys are `keys`, all of them columns of the table. */
export function makeRowPlan(keys: readonly string[], shape: Shape): RowPlan {
  const present = new Set(keys);
  const steps: Step[] = [];
  const absent = new RowBuffer();
  const endAbsent = (): void => {
    if (absent.at > 0) steps.push({ absent: Uint8Array.from(absent.bytes.subarray(0, absent.at)) });
    absent.at = 0;
  };
  for (const column of shape.columns) {
    if (present.has(column.name)) {
      endAbsent();
      steps.push({ column });
    } else column.encoder.encodeDefault(absent);
  }
  endAbsent();
  return { keys, shape, steps };
}

/** Whether the plan is for these keys, in this order. */
export function fits(plan: RowPlan, keys: readonly string[]): boolean {
  const planned = plan.keys;
  if (planned.length !== keys.length) return false;
  for (let i = 0; i < keys.length; i++) if (planned[i] !== keys[i]) return false;
  return true;
}
