import { type Column } from './series.ts';
import { type ColouredSeries } from './use-colours.ts';

interface ColumnTooltipProps {
  readonly column: Column | undefined;
  readonly series: readonly ColouredSeries[];
  readonly formatValue: (value: number) => string;
  readonly formatColumn: (at: number) => string;
}

/** What stands in one column: when, the whole, and each series that is not zero, largest first. */
export function ColumnTooltip({ column, series, formatValue, formatColumn }: ColumnTooltipProps) {
  if (column === undefined) return null;
  const shown = series
    .map((one, index) => ({ ...one, value: column.values[index] ?? 0 }))
    .filter(({ value }) => value > 0)
    .sort((left, right) => right.value - left.value);
  return (
    <div className="chart-tooltip">
      <p className="chart-tooltip-head">
        <span>{formatColumn(column.at)}</span>
        <strong className="figures">{formatValue(column.total)}</strong>
      </p>
      {shown.length > 0 && (
        <ul>
          {shown.map(({ name, colour, value }) => (
            <li key={name}>
              <span className="swatch" style={{ background: colour }} />
              <span className="chart-tooltip-name">{name}</span>
              <span className="figures">{formatValue(value)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
