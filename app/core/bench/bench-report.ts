export type Unit = 'ns' | 'µs' | 'ms' | 's' | 'rows/s' | 'steps/s' | 'parts/min' | '×' | '%' | 'MB' | '';

/** One measured number, and the promise it is held against. */
export interface Figure {
  readonly name: string;
  /** The median where there are several rounds. */
  readonly value: number;
  readonly unit: Unit;
  /** The promise; a figure without one is there to compare. */
  readonly bound?: { readonly limit: number; readonly kind: 'below' | 'at-least' };
  /** What each round gave, in the order in which they ran. */
  readonly rounds?: readonly number[];
  /** How many of the measured values lie below a number and not below half of it, in the figure's unit. */
  readonly histogram?: readonly (readonly [below: number, count: number])[];
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
  /** Whether accepted rows went through a journal, as they do in daily use. */
  readonly journal: boolean;
  /** Load average of the minute before and after, which tells whether the machine was quiet. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

export interface BenchReport {
  readonly machine: Machine;
  readonly figures: readonly Figure[];
}
