import { CartesianGrid, ResponsiveContainer, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts';
import { moneyTicks } from '../charts/ticks.ts';
import { formatMinutes, formatMinuteTick } from '../format/duration.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { formatHourSpan } from '../format/time.ts';
import { type HourPair } from './correlation.ts';

const chartHeight = 220;
const minuteTicks = [0, 15, 30, 45, 60];

/** One dot an hour: minutes of coding from left to right, agent calls from bottom to top. */
export function HourScatter({ pairs }: { pairs: readonly HourPair[] }) {
  const callTicks = moneyTicks(Math.max(...pairs.map((pair) => pair.agentCalls)));
  return (
    <div className="chart" role="group" aria-label="Coding minutes and agent calls of each hour">
      <ResponsiveContainer width="100%" height={chartHeight}>
        <ScatterChart margin={{ top: 8, right: 12, bottom: 16, left: 0 }}>
          <CartesianGrid stroke="var(--grid)" />
          <XAxis
            type="number"
            dataKey="codingMinutes"
            domain={[0, 60]}
            ticks={minuteTicks}
            tickFormatter={formatMinuteTick}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            label={{ value: 'Coding in the hour', position: 'insideBottom', offset: -10 }}
          />
          <YAxis
            type="number"
            dataKey="agentCalls"
            width={48}
            ticks={callTicks}
            domain={[0, callTicks.at(-1) ?? 1]}
            tickFormatter={formatCount}
            tickLine={false}
            axisLine={false}
            label={{ value: 'Agent calls', angle: -90, position: 'insideLeft', offset: 12 }}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={false}
            content={(shown) => (
              <HourTooltip pair={shown.active ? (shown.payload[0]?.payload as HourPair | undefined) : undefined} />
            )}
          />
          <Scatter data={[...pairs]} fill="var(--category-7)" fillOpacity={0.65} isAnimationActive={false} />
        </ScatterChart>
      </ResponsiveContainer>
    </div>
  );
}

function HourTooltip({ pair }: { pair: HourPair | undefined }) {
  if (pair === undefined) return null;
  return (
    <div className="chart-tooltip">
      <p className="chart-tooltip-head">
        <strong>{formatHourSpan(pair.hourMs)}</strong>
      </p>
      <p>
        {formatMinutes(pair.codingMinutes)} of coding,{' '}
        {formatCounted(pair.agentCalls, 'call of an agent', 'calls of agents')}
      </p>
    </div>
  );
}
