import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { colourOf } from '../charts/colours.ts';
import { formatCompact } from '../format/number.ts';
import { type ChartData, type ChartKind, type ChartPoint } from './chart-data.ts';

interface DrawnChartProps {
  readonly data: ChartData;
  readonly kind: ChartKind;
  readonly xName: string;
  readonly yName: string;
}

/** The points of a chart as lines, bars, areas or dots. */
export function DrawnChart({ data, kind, xName, yName }: DrawnChartProps) {
  const Frame = kind === 'scatter' ? ScatterChart : ComposedChart;
  const isText = data.labels !== null;
  return (
    <div className="chart console-chart" role="group" aria-label={`${yName} by ${xName}`}>
      <ResponsiveContainer width="100%" height="100%">
        <Frame data={[...data.points]} margin={{ top: 8, right: 16, bottom: 4, left: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--grid)" />
          <XAxis
            dataKey="x"
            type={isText || kind === 'bar' ? 'category' : 'number'}
            domain={['dataMin', 'dataMax']}
            scale={kind === 'bar' || isText ? 'auto' : 'linear'}
            allowDuplicatedCategory={false}
            interval="equidistantPreserveStart"
            minTickGap={16}
            tickFormatter={(x: number) => tickText(x, data)}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
          />
          <YAxis
            width={56}
            tickFormatter={formatCompact}
            tickLine={false}
            axisLine={false}
            {...(kind === 'bar' || kind === 'area' ? {} : { domain: ['auto', 'auto'] as const })}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={kind === 'bar' ? { fill: 'var(--hover)' } : { stroke: 'var(--line-strong)' }}
            content={(shown) => (
              <PointTooltip
                point={shown.active ? (shown.payload[0]?.payload as ChartPoint | undefined) : undefined}
                data={data}
              />
            )}
          />
          {data.series.map((name, slot) => drawnSeries(kind, name, slot))}
        </Frame>
      </ResponsiveContainer>
      {data.series.length > 1 && (
        <ul className="legend">
          {data.series.map((name, slot) => (
            <li key={name}>
              <span className="swatch" style={{ background: colourOf(slot) }} />
              <span className="legend-name">{name}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function drawnSeries(kind: ChartKind, name: string, slot: number) {
  const colour = colourOf(slot);
  const shared = { name, dataKey: ({ values }: ChartPoint) => values[slot] ?? null, isAnimationActive: false } as const;
  switch (kind) {
    case 'line':
      return <Line key={name} {...shared} stroke={colour} strokeWidth={1.75} dot={false} connectNulls />;
    case 'area':
      return <Area key={name} {...shared} stroke={colour} fill={colour} fillOpacity={0.2} connectNulls />;
    case 'bar':
      return <Bar key={name} {...shared} fill={colour} maxBarSize={44} />;
    case 'scatter':
      return <Scatter key={name} {...shared} fill={colour} />;
  }
}

function PointTooltip({ point, data }: { point: ChartPoint | undefined; data: ChartData }) {
  if (point === undefined) return null;
  const shown = data.series.flatMap((name, slot) => {
    const value = point.values[slot] ?? null;
    return value === null ? [] : [{ name, value, slot }];
  });
  return (
    <div className="chart-tooltip">
      <p className="chart-tooltip-head">{xText(point.x, data)}</p>
      <ul>
        {shown.map(({ name, value, slot }) => (
          <li key={name}>
            <span className="swatch" style={{ background: colourOf(slot) }} />
            <span className="chart-tooltip-name">{name}</span>
            <span className="figures">{value.toLocaleString('en-US', { maximumFractionDigits: 6 })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function xText(x: number, { labels, isTime }: ChartData): string {
  if (labels !== null) return labels[x] ?? '';
  // The server's own digits, which were read as UTC.
  if (isTime)
    return new Date(x)
      .toISOString()
      .replace('T', ' ')
      .replace(/(?::00)?\.000Z$|Z$/, '');
  return x.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

function tickText(x: number, data: ChartData): string {
  const text = xText(x, data);
  if (data.isTime) {
    const first = data.points[0]?.x ?? x;
    const last = data.points.at(-1)?.x ?? x;
    return last - first < 2 * 86_400_000 ? text.slice(11) : text.slice(5, 16).replace(/ 00:00$/, '');
  }
  if (data.labels !== null) return text.length > 14 ? `${text.slice(0, 13)}…` : text;
  return formatCompact(x);
}
