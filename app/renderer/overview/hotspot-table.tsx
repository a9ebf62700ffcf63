import { useState } from 'react';
import { useNow } from '../data/use-now.ts';
import { formatAgo } from '../format/duration.ts';
import { firstLine } from '../format/name.ts';
import { formatCount } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { SortHeading } from '../ui/sort-heading.tsx';
import { type Hotspot, nextSorting, type SortColumn, sortHotspots, worstFirst } from './hotspots.ts';

interface HotspotTableProps {
  readonly caption: string;
  readonly nameHeading: string;
  readonly hotspots: readonly Hotspot[];
}

const shownAtFirst = 8;
/** More rows than this nobody reads here; the heading of the rest says how many there are. */
const shownAtMost = 100;

/** What fails, how often, when last and with which words; every heading sorts. */
export function HotspotTable({ caption, nameHeading, hotspots }: HotspotTableProps) {
  const [sorting, setSorting] = useState(worstFirst);
  const [all, setAll] = useState(false);
  const shown = sortHotspots(hotspots, sorting).slice(0, all ? shownAtMost : shownAtFirst);
  const sort = (by: SortColumn) => setSorting(nextSorting(sorting, by));
  return (
    <>
      <table className="table hotspots">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <SortHeading label={nameHeading} by="name" sorting={sorting} onSort={sort} />
            <SortHeading label="Errors" by="errors" sorting={sorting} onSort={sort} number />
            <SortHeading label="Last" by="last" sorting={sorting} onSort={sort} number />
          </tr>
        </thead>
        <tbody>
          {shown.map((hotspot) => (
            <HotspotRow key={hotspot.key} hotspot={hotspot} />
          ))}
        </tbody>
      </table>
      {hotspots.length > shownAtFirst && (
        <button type="button" className="button quiet small" onClick={() => setAll(!all)}>
          {all ? `Show the first ${shownAtFirst}` : `Show ${formatCount(Math.min(hotspots.length, shownAtMost))}`}
        </button>
      )}
    </>
  );
}

function HotspotRow({ hotspot }: { hotspot: Hotspot }) {
  const nowMs = useNow();
  const { name, where, errors, lastMs, lastError } = hotspot;
  return (
    <tr data-testid="hotspot-row" data-name={name}>
      <th scope="row" className="hotspot-what">
        <span className="hotspot-name" title={where === '' ? name : `${name} in ${where}`}>
          {name}
          {where !== '' && <span className="hotspot-where"> in {where}</span>}
        </span>
        {lastError !== '' && (
          <span className="hotspot-error" title={lastError}>
            {firstLine(lastError)}
          </span>
        )}
      </th>
      <td className="number figures strong">{formatCount(errors)}</td>
      <td className="number figures">
        <time dateTime={new Date(lastMs).toISOString()} title={formatMoment(lastMs)}>
          {formatAgo(nowMs - lastMs)}
        </time>
      </td>
    </tr>
  );
}
