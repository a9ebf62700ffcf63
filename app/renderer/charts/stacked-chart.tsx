import { Bar, BarChart, BarStack, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { type Column, type Stacked } from './series.ts';
import { type ColouredSeries } from './use-colours.ts';
import { ColumnTooltip } from './column-tooltip.tsx';

export interface StackedChartProps {
  readonly stacked: Stacked;
  readonly series: readonly ColouredSeries[];
  /** The series that is pointed at in the legend; the others step back. */
  readonly highlighted: string | null;
  readonly label: string;
  readonly valueTicks: readonly number[];
  readonly columnTicks: readonly number[];
  readonly formatValue: (value: number) => string;
  readonly formatTick: (value: number) => string;
  readonly formatColumn: (at: number) => string;
  readonly formatColumnTick: (at: number) => string;
}

const chartHeight = 232;

/** Stacked columns over time. */
export function StackedChart(props: StackedChartProps) {
  const { stacked, series, highlighted, valueTicks, columnTicks } = props;
  // Hundreds of columns need every pixel; a few look calmer with air between them.
  const dense = stacked.columns.length > 60;
  return (
    <div className={dense ? 'chart dense' : 'chart'} role="group" aria-label={props.label}>
      <ResponsiveContainer width="100%" height={chartHeight}>
        <BarChart
          data={stacked.columns}
          margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
          barCategoryGap={dense ? '8%' : '22%'}
        >
          <CartesianGrid vertical={false} stroke="var(--grid)" />
          <XAxis
            dataKey="at"
            ticks={[...columnTicks]}
            interval="preserveStartEnd"
            minTickGap={12}
            tickFormatter={props.formatColumnTick}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            tickMargin={6}
          />
          <YAxis
            width={48}
            ticks={[...valueTicks]}
            domain={[0, valueTicks.at(-1) ?? 1]}
            tickFormatter={props.formatTick}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--hover)' }}
            content={(shown) => (
              <ColumnTooltip
                column={shown.active ? (shown.payload[0]?.payload as Column | undefined) : undefined}
                series={series}
                formatValue={props.formatValue}
                formatColumn={props.formatColumn}
              />
            )}
          />
          <BarStack radius={dense ? 0 : [3, 3, 0, 0]}>
            {series.map(({ name, colour }, index) => (
              <Bar
                key={name}
                name={name}
                dataKey={(column: Column) => column.values[index]}
                fill={colour}
                fillOpacity={highlighted === null || highlighted === name ? 1 : 0.22}
                maxBarSize={44}
                isAnimationActive={false}
              />
            ))}
          </BarStack>
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
