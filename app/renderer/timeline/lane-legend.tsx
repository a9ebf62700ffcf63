import { restColour } from '../charts/colours.ts';
import { presenceLook } from './draw-lanes.ts';
import { type Item } from './items.ts';
import { type AppTime } from './use-lanes.ts';
import { formatLength, presenceName } from './words.ts';

/** What the colours mean, of what is there to be seen. */
export function LaneLegend({ apps, items }: { apps: readonly AppTime[]; items: readonly Item[] }) {
  const named = apps.filter(({ colour }) => colour !== undefined);
  const states = [...new Set(items.filter(({ lane }) => lane === 'presence').map(({ kind }) => kind))];
  const hasAgents = items.some(({ lane }) => lane === 'agents');
  return (
    <div className="lane-legend">
      <ul className="legend" aria-label="Apps">
        {named.map(({ app, colour, lengthMs }) => (
          <Entry key={app} colour={colour ?? restColour} label={app} figure={formatLength(lengthMs)} />
        ))}
        {apps.length > named.length && <Entry colour={restColour} label="Other apps" />}
      </ul>
      <ul className="legend" aria-label="Presence">
        {states.map((state) => (
          <Entry key={state} colour={`var(${presenceLook(state).variable})`} label={presenceName(state)} />
        ))}
      </ul>
      {hasAgents && (
        <ul className="legend" aria-label="Agents">
          <Entry colour={restColour} label="Run" />
          <Entry colour="var(--accent)" label="Model call" />
          <Entry colour="var(--category-3)" label="Tool call" />
          <Entry colour="var(--category-6)" label="Step" />
          <Entry colour="var(--bad)" label="Failed" />
        </ul>
      )}
    </div>
  );
}

function Entry({ colour, label, figure }: { colour: string; label: string; figure?: string }) {
  return (
    <li>
      <span className="swatch" style={{ background: colour }} />
      {label}
      {figure !== undefined && <span className="legend-figure figures">{figure}</span>}
    </li>
  );
}
