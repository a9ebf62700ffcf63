import { type PartHealth } from '../../contract/health.ts';
import { sourceFigures } from '../data/source-figures.ts';

/** The counters of a part that are not zero. */
export function Figures({ part }: { part: Pick<PartHealth, 'counters'> }) {
  const figures = sourceFigures(part);
  if (figures.length === 0) return null;
  return (
    <dl className="counters">
      {figures.map(({ name, value, troubling }) => (
        <div key={name} className={troubling ? 'troubling' : undefined}>
          <dt>{name}</dt>
          <dd className="figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
