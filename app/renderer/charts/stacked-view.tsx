import { useState } from 'react';
import { type ColourMemory } from './colour-memory.ts';
import { Legend } from './legend.tsx';
import { type Stacked } from './series.ts';
import { StackedChart, type StackedChartProps } from './stacked-chart.tsx';
import { StackedTable } from './stacked-table.tsx';
import { useColours } from './use-colours.ts';

interface StackedViewProps extends Omit<StackedChartProps, 'series' | 'highlighted'> {
  readonly stacked: Stacked;
  readonly colours: ColourMemory;
  readonly as: 'chart' | 'table';
  readonly columnHeading: string;
}

/** Stacked values as columns with a legend, or as the table that says the same. */
export function StackedView({ as, colours, columnHeading, ...chart }: StackedViewProps) {
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const { stacked, label, formatValue, formatColumn } = chart;
  const series = useColours(stacked.series, colours);
  if (as === 'table') {
    return (
      <StackedTable
        stacked={stacked}
        caption={label}
        columnHeading={columnHeading}
        formatValue={formatValue}
        formatColumn={formatColumn}
      />
    );
  }
  return (
    <>
      <StackedChart {...chart} series={series} highlighted={highlighted} />
      <Legend series={series} formatValue={formatValue} onHighlight={setHighlighted} />
    </>
  );
}
