import { useState } from 'react';
import { type Colours, restColour } from './colours.ts';
import { Legend } from './legend.tsx';
import { type Stacked } from './series.ts';
import { StackedChart, type StackedChartProps } from './stacked-chart.tsx';
import { StackedTable } from './stacked-table.tsx';

interface StackedViewProps extends Omit<StackedChartProps, 'series' | 'highlighted'> {
  readonly stacked: Stacked;
  readonly colours: Colours;
  readonly as: 'chart' | 'table';
  readonly columnHeading: string;
}

/** Stacked values as columns with a legend, or as the table that says the same. */
export function StackedView({ as, colours, columnHeading, ...chart }: StackedViewProps) {
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const { stacked, label, formatValue, formatColumn } = chart;
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
  const assigned = colours.assign(stacked.series.filter(({ rest }) => !rest).map(({ name }) => name));
  const series = stacked.series.map((one, index) => ({
    ...one,
    colour: one.rest ? restColour : (assigned[index] ?? restColour),
  }));
  return (
    <>
      <StackedChart {...chart} series={series} highlighted={highlighted} />
      <Legend series={series} formatValue={formatValue} onHighlight={setHighlighted} />
    </>
  );
}
