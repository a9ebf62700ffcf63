/** One measured number, and the promise it is held against. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'µs' | 'rows/s' | '×' | '%' | 'MB';
  /** The promise; a figure without one is there to compare. */
  readonly bound?: { readonly limit: number; readonly kind: 'below' | 'at-least' };
  /** How it was measured, where the name does not say it. */
  readonly note?: string;
}

/** Whether the promise is kept; null when there is none. */
export function holds({ value, bound }: Figure): boolean | null {
  if (bound === undefined) return null;
  return bound.kind === 'below' ? value < bound.limit : value >= bound.limit;
}

/** What the figures were measured on: they mean little without. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  readonly clickhouse: string;
  /** Load average of the minute before, which tells whether the machine was quiet. */
  readonly loadBefore: number;
}

export interface BenchReport {
  readonly machine: Machine;
  readonly figures: readonly Figure[];
}
