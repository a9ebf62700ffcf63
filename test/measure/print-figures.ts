/** One measured quantity with the value of each round. */
export interface MeasuredFigure {
  readonly name: string;
  readonly values: readonly number[];
  readonly unit: string;
}

/** Prints each figure in a line: its median, and its rounds where there are several. */
export function printFigures(figures: readonly MeasuredFigure[]): void {
  for (const { name, values, unit } of figures) {
    const sorted = values.toSorted((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
    const all = values.length > 1 ? `  (${values.map(rounded).join(', ')})` : '';
    process.stdout.write(`\n${name}: ${rounded(median)} ${unit}${all}\n`);
  }
}

function rounded(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 100) / 100);
}
