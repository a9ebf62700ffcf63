import { type ColouredSeries } from './use-colours.ts';

interface LegendProps {
  readonly series: readonly ColouredSeries[];
  readonly formatValue: (value: number) => string;
  readonly onHighlight: (name: string | null) => void;
}

/** Colour, name and total of each series; pointing at one brings it forward in the chart. */
export function Legend({ series, formatValue, onHighlight }: LegendProps) {
  return (
    <ul className="legend" onMouseLeave={() => onHighlight(null)}>
      {series.map(({ name, colour, total }) => (
        <li key={name} onMouseEnter={() => onHighlight(name)} data-testid="legend-item" data-series={name} title={name}>
          <span className="swatch" style={{ background: colour }} />
          <span className="legend-name">{name}</span>
          <span className="legend-total figures">{formatValue(total)}</span>
        </li>
      ))}
    </ul>
  );
}
